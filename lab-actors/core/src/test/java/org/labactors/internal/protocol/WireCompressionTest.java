package org.labactors.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.study.RunId;

/** Messages of more than 16 KiB cross the wire compressed by LZ4. */
class WireCompressionTest {

  private static final int THRESHOLD = 16 * 1024;

  /** Before the block stand four bytes that say LZ4, and the length that it has uncompressed. */
  private static final int HEADER = 2 * Integer.BYTES;

  private static final EngineId ENGINE = new EngineId("engine");
  private static final RunId RUN = RunId.random();

  private static ActorTestKit kit;
  private static Serialization serialization;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static FromEngine.CannotRun message(String text) {
    return new FromEngine.CannotRun(ENGINE, RUN, text);
  }

  private static byte[] bytes(Object message) {
    return serialization.serialize(message).get();
  }

  private static Object read(byte[] bytes, Object message) {
    var serializer = serialization.findSerializerFor(message);
    return serialization
        .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
        .get();
  }

  private static String random(int length) {
    byte[] letters = new byte[length];
    Random random = new Random(1);
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) (' ' + random.nextInt(95));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {THRESHOLD + 1, 1_000_000, 2_000_000})
  void whatRepeatsItselfBecomesSmallAndArrivesAsItWasSent(int length) {
    Object message = message("x".repeat(length));

    byte[] sent = bytes(message);

    assertThat(sent).hasSizeLessThan(length / 50);
    assertThat(read(sent, message)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {THRESHOLD + 1, 1_000_000, 2_000_000})
  void whatDoesNotRepeatItselfArrivesAsItWasSent(int length) {
    Object message = message(random(length));

    assertThat(read(bytes(message), message)).isEqualTo(message);
  }

  @Test
  void aSmallMessageIsNotCompressed() {
    Object message = message("x".repeat(THRESHOLD / 2));

    byte[] sent = bytes(message);

    assertThat(sent).hasSizeGreaterThan(THRESHOLD / 2);
    assertThat(read(sent, message)).isEqualTo(message);
  }

  @Test
  void theFormatIsOneBlockOfLz4() {
    byte[] sent = bytes(message("x".repeat(100_000)));
    int length = ByteBuffer.wrap(sent).getInt(Integer.BYTES);
    byte[] message = new byte[length];

    LZ4Factory.safeInstance()
        .safeDecompressor()
        .decompress(sent, HEADER, sent.length - HEADER, message, 0, length);

    assertThat(new String(message, StandardCharsets.ISO_8859_1)).contains("x".repeat(1_000));
  }

  @Test
  void brokenBytesAreRefusedAndNothingIsReadBeyondThem() {
    Object message = message(random(100_000));
    byte[] sent = bytes(message);
    Random random = new Random(2);

    for (int i = 0; i < 1_000; i++) {
      byte[] cut = Arrays.copyOf(sent, HEADER + random.nextInt(sent.length - HEADER));
      assertThatThrownBy(() -> read(cut, message)).isInstanceOf(Exception.class);
    }
  }
}
