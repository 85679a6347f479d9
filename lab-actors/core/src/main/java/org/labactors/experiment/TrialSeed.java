package org.labactors.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * The seed of one trial, a function of the study's seed, the point's parameter values and the
 * replicate, and of nothing else: neither the worker, nor the clock, nor the trial's number. So
 * extending the parameter space later, or running in another order, changes no old result.
 *
 * <p>The seed is the SHA-256 digest of the three in a canonical form in which no two different
 * inputs look alike: every value is preceded by a letter for its type, and every string by its
 * length.
 */
public final class TrialSeed {

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
              throw new AssertionError("every Java platform has SHA-256", impossible);
            }
          });

  private final byte[] bytes;

  private TrialSeed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The seed of a trial. */
  public static TrialSeed of(long studySeed, Point point, int replicate) {
    Canonical form = new Canonical(SHA_256.get());
    form.number(studySeed);
    form.number(point.names().size());
    for (int i = 0; i < point.names().size(); i++) {
      form.string(point.names().get(i));
      form.value(point.values().get(i));
    }
    form.number(replicate);
    return new TrialSeed(form.digest());
  }

  /** The first 64 bits, for libraries that seed their own generators. */
  public long asLong() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** A new generator (L64X128MixRandom) at the start of this trial's sequence. */
  public RandomGenerator generator() {
    return GENERATORS.create(withoutSigns());
  }

  /**
   * Seven bits of every byte, 224 in all. Java releases before 19 spread the sign of a seed's byte
   * over its neighbours, later ones do not; without signs all of them give the same sequence.
   */
  private byte[] withoutSigns() {
    byte[] unsigned = new byte[bytes.length];
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] = (byte) (bytes[i] & 0x7F);
    }
    return unsigned;
  }

  /** Feeds values to a digest, so that different values give different bytes. */
  private static final class Canonical implements ValueVisitor<Canonical> {
    private final MessageDigest digest;
    private final byte[] eight = new byte[Long.BYTES];

    Canonical(MessageDigest digest) {
      this.digest = digest;
      digest.reset();
    }

    void number(long value) {
      ByteBuffer.wrap(eight).putLong(value);
      digest.update(eight);
    }

    void string(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      digest.update(utf8);
    }

    void value(@Nullable Object value) {
      Canonical unused = CanonicalValue.visit(value, this);
    }

    @Override
    public Canonical missing() {
      digest.update((byte) 'n');
      return this;
    }

    @Override
    public Canonical truth(boolean value) {
      digest.update((byte) (value ? 't' : 'f'));
      return this;
    }

    @Override
    public Canonical whole(long value) {
      digest.update((byte) 'l');
      number(value);
      return this;
    }

    @Override
    public Canonical real(double value) {
      digest.update((byte) 'd');
      number(Double.doubleToLongBits(value));
      return this;
    }

    @Override
    public Canonical text(String value) {
      digest.update((byte) 's');
      string(value);
      return this;
    }

    @Override
    public Canonical list(List<? extends @Nullable Object> values) {
      digest.update((byte) 'a');
      number(values.size());
      values.forEach(this::value);
      return this;
    }

    @Override
    public Canonical map(Map<String, ? extends @Nullable Object> values) {
      digest.update((byte) 'm');
      number(values.size());
      new TreeMap<>(values)
          .forEach(
              (key, value) -> {
                string(key);
                value(value);
              });
      return this;
    }

    byte[] digest() {
      return digest.digest();
    }
  }
}
