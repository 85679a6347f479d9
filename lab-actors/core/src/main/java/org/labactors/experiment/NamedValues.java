package org.labactors.experiment;

import java.util.List;

/**
 * Canonical values with names, each of which can be read as what it ought to be: the parameters of
 * a {@link Trial}, the {@link Values} that it measured, a row of a notebook. A name that is not
 * there and a value of another type are refused with an {@link IllegalArgumentException}, whose
 * text has the name and all values there are.
 */
public interface NamedValues {

  /**
   * A value with its name, to be read as what it ought to be.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  NamedValue named(String name);

  /**
   * A number, a whole one included.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no number
   */
  default double getDouble(String name) {
    return named(name).number();
  }

  /**
   * A whole number; 3.0 is one.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no whole number
   */
  default long getLong(String name) {
    return named(name).whole();
  }

  /**
   * A whole number of 32 bits.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such number
   */
  default int getInt(String name) {
    return named(name).whole32();
  }

  /**
   * A string.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no string
   */
  default String getString(String name) {
    return named(name).text();
  }

  /**
   * True or false.
   *
   * @throws IllegalArgumentException if there is no such name, or it is neither
   */
  default boolean getBoolean(String name) {
    return named(name).truth();
  }

  /**
   * An array; its elements are canonical values.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no array
   */
  default List<?> getList(String name) {
    return named(name).list();
  }

  /**
   * An array of numbers.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such array
   */
  default double[] getDoubles(String name) {
    return named(name).numbers();
  }

  /**
   * An array of whole numbers.
   *
   * @throws IllegalArgumentException if there is no such name, or it is no such array
   */
  default long[] getLongs(String name) {
    return named(name).wholes();
  }
}
