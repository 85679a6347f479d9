package org.labactors.internal.value;

/**
 * What becomes of canonical values that JSON cannot hold as they are: numbers that are not finite,
 * and texts with half of a surrogate pair, which is no character.
 *
 * @param notFinite how NaN, Infinity and -Infinity are written
 * @param maps how maps are written
 * @param names how the names in objects are written
 * @param halves how a text is written that has half of a surrogate pair
 * @param style how numbers and control characters are written
 */
public record JsonDialect(NotFinite notFinite, Maps maps, Names names, Halves halves, Style style) {

  /** How numbers are written that are not finite. */
  public enum NotFinite {
    /** The bare words {@code NaN}, {@code Infinity} and {@code -Infinity}, as Python has them. */
    WORD,
    /** These words as strings. Nothing tells them from a string of that text. */
    STRING,
    /** As null. */
    NULL
  }

  /** How maps are written. */
  public enum Maps {
    /** As objects. */
    OBJECT,
    /**
     * As {@code {"map": [[name, value], …]}}, which carries every name, even one that readers of
     * JSON refuse in an object.
     */
    PAIRS
  }

  /** How the names in objects are written. */
  public enum Names {
    /** As other texts. */
    PLAIN,
    /** As {@link JsonNames} has them, so that every name comes back as it was. */
    MARKED,
    /** With U+FFFD in place of half of a surrogate pair. */
    REPLACED
  }

  /** How half of a surrogate pair is written. */
  public enum Halves {
    /** As its escape; everything else as it is. */
    ESCAPED,
    /** If there is one anywhere, every character of the whole text beyond ASCII is its escape. */
    ALL_ESCAPED,
    /** As its escape, and so is every other character beyond ASCII. */
    ASCII
  }

  /** How numbers and control characters are written. Readers see no difference. */
  public enum Style {
    /** As Jackson writes them; numbers are those of {@link Double#toString(double)}. */
    JACKSON,
    /** Numbers are the shortest decimals that read back exactly, on every release of Java. */
    SHORTEST
  }

  /** What is stored in notebooks; every value comes back as it was. */
  public static final JsonDialect NOTEBOOK =
      new JsonDialect(NotFinite.WORD, Maps.OBJECT, Names.MARKED, Halves.ALL_ESCAPED, Style.JACKSON);

  /** What is stored in cells of type {@code json} of a database, which take proper JSON only. */
  public static final JsonDialect CELL =
      new JsonDialect(NotFinite.NULL, Maps.OBJECT, Names.MARKED, Halves.ALL_ESCAPED, Style.JACKSON);

  /** What is exported: proper JSON. */
  public static final JsonDialect EXPORT =
      new JsonDialect(
          NotFinite.STRING, Maps.OBJECT, Names.REPLACED, Halves.ESCAPED, Style.SHORTEST);

  /** What Python reads and writes, and epyc with it. */
  public static final JsonDialect PYTHON =
      new JsonDialect(NotFinite.WORD, Maps.OBJECT, Names.REPLACED, Halves.ESCAPED, Style.SHORTEST);

  /** As {@link #PYTHON}, but every value comes back as it was. */
  public static final JsonDialect PYTHON_EXACT =
      new JsonDialect(NotFinite.WORD, Maps.PAIRS, Names.REPLACED, Halves.ESCAPED, Style.SHORTEST);

  /** What a resident program is given, whatever characters it reads by default. */
  public static final JsonDialect PROGRAM =
      new JsonDialect(NotFinite.WORD, Maps.OBJECT, Names.PLAIN, Halves.ASCII, Style.JACKSON);
}
