package org.labactors.internal.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Rows in the binary format of PostgreSQL's {@code COPY}: a header, for each row the number of its
 * fields, for each field its length in bytes and its value, and an end.
 */
final class CopyBuffer {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int CAPACITY = 1 << 16;
  private static final int NULL = -1;
  private static final int END = -1;

  /** Where the bytes go. */
  interface Channel {
    void write(byte[] bytes, int from, int length) throws SQLException;
  }

  private final Channel channel;
  private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);

  CopyBuffer(Channel channel) {
    this.channel = channel;
    int flags = 0;
    int extension = 0;
    bytes.put(SIGNATURE).putInt(flags).putInt(extension);
  }

  void beginRow(int fields) throws SQLException {
    ensure(Short.BYTES);
    bytes.putShort((short) fields);
  }

  void putNull() throws SQLException {
    ensure(Integer.BYTES);
    bytes.putInt(NULL);
  }

  void putLong(long value) throws SQLException {
    ensure(Integer.BYTES + Long.BYTES);
    bytes.putInt(Long.BYTES).putLong(value);
  }

  void putInt(int value) throws SQLException {
    ensure(2 * Integer.BYTES);
    bytes.putInt(Integer.BYTES).putInt(value);
  }

  void putDouble(double value) throws SQLException {
    ensure(Integer.BYTES + Double.BYTES);
    bytes.putInt(Double.BYTES).putDouble(value);
  }

  void putBoolean(boolean value) throws SQLException {
    ensure(Integer.BYTES + 1);
    bytes.putInt(1).put((byte) (value ? 1 : 0));
  }

  void putText(String value) throws SQLException {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    ensure(Integer.BYTES);
    bytes.putInt(text.length);
    if (text.length > CAPACITY) {
      send();
      channel.write(text, 0, text.length);
    } else {
      ensure(text.length);
      bytes.put(text);
    }
  }

  /** Sends the rest, and the end. */
  void end() throws SQLException {
    ensure(Short.BYTES);
    bytes.putShort((short) END);
    send();
  }

  private void ensure(int room) throws SQLException {
    if (bytes.remaining() < room) {
      send();
    }
  }

  private void send() throws SQLException {
    channel.write(bytes.array(), 0, bytes.position());
    bytes.clear();
  }
}
