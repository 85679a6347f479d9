package org.labactors.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Column;
import org.labactors.study.TrialRange;

/**
 * A batch in CBOR: one array of its parts. Numbers with a point are blocks of bytes, whole ones are
 * as short as they are small; what is the same for all trials as a rule (one row, ok, no failure)
 * takes one byte.
 */
final class WireBatch {

  private static final String DOUBLES = "d";
  private static final String LONGS = "l";
  private static final String MIXED = "m";

  private WireBatch() {}

  static void write(Batch batch, JsonGenerator out) throws IOException {
    out.writeStartArray();
    out.writeNumber(batch.trials().first());
    out.writeNumber(batch.trials().end());
    WireValue.writeText(batch.engine(), out);
    out.writeNumber(batch.attempt());
    writeRows(batch.rows(), out);
    writeStatus(batch.status(), out);
    writeDoubles(batch.start(), out);
    writeDoubles(batch.setUp(), out);
    writeDoubles(batch.experiment(), out);
    writeDoubles(batch.tearDown(), out);
    writeFailures(batch.failures(), out);
    writeColumns(batch.derived(), out);
    writeColumns(batch.metadata(), out);
    writeColumns(batch.results(), out);
    out.writeEndArray();
  }

  static Batch read(JsonParser in) throws IOException {
    WireValue.expect(in, in.currentToken(), JsonToken.START_ARRAY);
    TrialRange trials = new TrialRange(nextLong(in), nextLong(in));
    int n = Math.toIntExact(trials.size());
    String engine = nextText(in);
    int attempt = Math.toIntExact(nextLong(in));
    int[] rows = readRows(in, n);
    int rowCount = Math.toIntExact(Arrays.stream(rows).asLongStream().sum());
    Batch batch =
        new Batch(
            trials,
            engine,
            attempt,
            rows,
            readStatus(in, n),
            readDoubles(in, n),
            readDoubles(in, n),
            readDoubles(in, n),
            readDoubles(in, n),
            readFailures(in, n),
            readColumns(in, rowCount),
            readColumns(in, rowCount),
            readColumns(in, rowCount));
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return batch;
  }

  private static void writeRows(int[] rows, JsonGenerator out) throws IOException {
    if (Arrays.stream(rows).allMatch(count -> count == 1)) {
      out.writeNull();
    } else {
      out.writeArray(rows, 0, rows.length);
    }
  }

  private static int[] readRows(JsonParser in, int n) throws IOException {
    int[] rows = new int[n];
    if (in.nextToken() == JsonToken.VALUE_NULL) {
      Arrays.fill(rows, 1);
      return rows;
    }
    WireValue.expect(in, in.currentToken(), JsonToken.START_ARRAY);
    for (int i = 0; i < n; i++) {
      rows[i] = Math.toIntExact(nextLong(in));
    }
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return rows;
  }

  private static void writeStatus(Status[] status, JsonGenerator out) throws IOException {
    if (Arrays.stream(status).allMatch(each -> each == Status.OK)) {
      out.writeNull();
      return;
    }
    out.writeStartArray(status, status.length);
    for (Status each : status) {
      out.writeString(each.name());
    }
    out.writeEndArray();
  }

  private static Status[] readStatus(JsonParser in, int n) throws IOException {
    Status[] status = new Status[n];
    if (in.nextToken() == JsonToken.VALUE_NULL) {
      Arrays.fill(status, Status.OK);
      return status;
    }
    WireValue.expect(in, in.currentToken(), JsonToken.START_ARRAY);
    for (int i = 0; i < n; i++) {
      status[i] = Status.valueOf(nextText(in));
    }
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return status;
  }

  private static void writeFailures(
      Result.@Nullable Failure @Nullable [] failures, JsonGenerator out) throws IOException {
    if (failures == null) {
      out.writeNull();
      return;
    }
    out.writeStartArray();
    for (Result.Failure failure : failures) {
      if (failure == null) {
        out.writeNull();
      } else {
        WireValue.writeText(failure.exception(), out);
        WireValue.writeText(failure.traceback(), out);
        out.writeBoolean(failure.outOfMemory());
      }
    }
    out.writeEndArray();
  }

  private static Result.@Nullable Failure @Nullable [] readFailures(JsonParser in, int n)
      throws IOException {
    if (in.nextToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    WireValue.expect(in, in.currentToken(), JsonToken.START_ARRAY);
    Result.@Nullable Failure[] failures = new Result.@Nullable Failure[n];
    for (int i = 0; i < n; i++) {
      if (in.nextToken() != JsonToken.VALUE_NULL) {
        failures[i] = new Result.Failure(WireValue.readText(in), nextText(in), nextBoolean(in));
      }
    }
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return failures;
  }

  private static void writeColumns(List<Column> columns, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Column column : columns) {
      if (column instanceof Column.Doubles doubles) {
        begin(DOUBLES, column, out);
        writeDoubles(doubles.values(), out);
        writeBits(doubles.missing(), out);
      } else if (column instanceof Column.Longs longs) {
        begin(LONGS, column, out);
        out.writeArray(longs.values(), 0, longs.size());
        writeBits(longs.missing(), out);
      } else {
        begin(MIXED, column, out);
        out.writeStartArray(); // a nested value takes several places
        for (int i = 0; i < column.size(); i++) {
          WireValue.write(column.get(i), out);
        }
        out.writeEndArray();
      }
    }
    out.writeEndArray();
  }

  private static void begin(String type, Column column, JsonGenerator out) throws IOException {
    out.writeString(type);
    WireValue.writeText(column.name(), out);
  }

  private static List<Column> readColumns(JsonParser in, int size) throws IOException {
    WireValue.expect(in, in.nextToken(), JsonToken.START_ARRAY);
    List<Column> columns = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      String type = WireValue.readText(in);
      String name = nextText(in);
      columns.add(
          switch (type) {
            case DOUBLES -> new Column.Doubles(name, readDoubles(in, size), readBits(in, size));
            case LONGS -> new Column.Longs(name, readLongs(in, size), readBits(in, size));
            case MIXED -> new Column.Mixed(name, readMixed(in, size));
            default -> throw WireValue.malformed(in, "a type of column, not '" + type + "'");
          });
    }
    return columns;
  }

  private static long[] readLongs(JsonParser in, int size) throws IOException {
    WireValue.expect(in, in.nextToken(), JsonToken.START_ARRAY);
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = nextLong(in);
    }
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return values;
  }

  private static @Nullable Object[] readMixed(JsonParser in, int size) throws IOException {
    WireValue.expect(in, in.nextToken(), JsonToken.START_ARRAY);
    @Nullable Object[] values = new @Nullable Object[size];
    for (int i = 0; i < size; i++) {
      in.nextToken();
      values[i] = WireValue.read(in);
    }
    WireValue.expect(in, in.nextToken(), JsonToken.END_ARRAY);
    return values;
  }

  private static void writeDoubles(double[] values, JsonGenerator out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, values.length));
    bytes.asDoubleBuffer().put(values);
    out.writeBinary(bytes.array());
  }

  private static double[] readDoubles(JsonParser in, int size) throws IOException {
    ByteBuffer bytes = nextBlock(in, Math.multiplyExact(Double.BYTES, size));
    double[] values = new double[size];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private static void writeBits(long @Nullable [] bits, JsonGenerator out) throws IOException {
    if (bits == null) {
      out.writeNull();
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * bits.length);
    bytes.asLongBuffer().put(bits);
    out.writeBinary(bytes.array());
  }

  private static long @Nullable [] readBits(JsonParser in, int size) throws IOException {
    if (in.nextToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    long[] bits = new long[(size + 63) >> 6];
    block(in, Long.BYTES * bits.length).asLongBuffer().get(bits);
    return bits;
  }

  private static ByteBuffer nextBlock(JsonParser in, int length) throws IOException {
    in.nextToken();
    return block(in, length);
  }

  private static ByteBuffer block(JsonParser in, int length) throws IOException {
    WireValue.expect(in, in.currentToken(), JsonToken.VALUE_EMBEDDED_OBJECT);
    byte[] bytes = in.getBinaryValue();
    if (bytes.length != length) {
      throw WireValue.malformed(in, length + " bytes, not " + bytes.length);
    }
    return ByteBuffer.wrap(bytes);
  }

  private static long nextLong(JsonParser in) throws IOException {
    WireValue.expect(in, in.nextToken(), JsonToken.VALUE_NUMBER_INT);
    return in.getLongValue();
  }

  private static boolean nextBoolean(JsonParser in) throws IOException {
    in.nextToken();
    return in.getBooleanValue();
  }

  private static String nextText(JsonParser in) throws IOException {
    in.nextToken();
    return WireValue.readText(in);
  }
}
