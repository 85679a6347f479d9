package org.labactors.internal.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in a tree of keys and values that cannot become an object. Where the tree came from,
 * and so how the user is told, is for the catcher to say.
 */
public final class BindingException extends RuntimeException {

  private final transient List<String> path;
  private final String remedy;

  /**
   * A refusal.
   *
   * @param path the keys that lead from the top of the tree to what is wrong
   * @param problem what is wrong, to go behind the key and the value
   * @param remedy what to do about it; empty if that is plain
   */
  BindingException(List<String> path, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, cause);
    this.path = List.copyOf(path);
    this.remedy = remedy;
  }

  public List<String> path() {
    return path;
  }

  public String problem() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
