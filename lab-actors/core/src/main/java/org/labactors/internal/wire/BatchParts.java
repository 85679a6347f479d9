package org.labactors.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.labactors.internal.recording.Batch;

/**
 * A batch in CBOR, cut into parts of a few hundred kilobytes. A message of the actor library has to
 * fit into a frame, and the library keeps a frame for each node that it talks to, however small
 * what they say is.
 */
public final class BatchParts {

  /**
   * A batch that weighs more is cut: a message has at most three times the bytes that it weighs.
   */
  public static final long LARGE = 128 * 1024;

  private static final int PART = 256 * 1024;

  private static final CBORFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private BatchParts() {}

  /** The parts, in order. */
  public static List<ByteBuffer> cut(Batch batch) {
    Cutter cutter = new Cutter();
    try (JsonGenerator out = CBOR.createGenerator(cutter)) {
      WireBatch.write(batch, out);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return cutter.parts();
  }

  /**
   * The batch whose parts these are, in order.
   *
   * @throws IOException if they are not
   */
  public static Batch join(List<ByteBuffer> parts) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      streams.add(new ByteArrayInputStream(bytes));
    }
    try (JsonParser in =
        CBOR.createParser(new SequenceInputStream(Collections.enumeration(streams)))) {
      in.nextToken();
      return WireBatch.read(in);
    }
  }

  /** What is written to it comes out in parts. */
  private static final class Cutter extends OutputStream {

    private final List<ByteBuffer> full = new ArrayList<>();
    private byte[] part = new byte[PART];
    private int size;

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int written = 0;
      while (written < length) {
        if (size == PART) {
          full.add(ByteBuffer.wrap(part));
          part = new byte[PART];
          size = 0;
        }
        int fitting = Math.min(length - written, PART - size);
        System.arraycopy(bytes, offset + written, part, size, fitting);
        size += fitting;
        written += fitting;
      }
    }

    List<ByteBuffer> parts() {
      List<ByteBuffer> parts = new ArrayList<>(full);
      parts.add(ByteBuffer.wrap(Arrays.copyOf(part, size)));
      return parts;
    }
  }
}
