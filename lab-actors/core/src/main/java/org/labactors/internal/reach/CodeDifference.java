package org.labactors.internal.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Type;

/** What differs between the code of then and that of now, in words. */
public final class CodeDifference {

  /** What the compiler calls the body of a lambda. */
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\w+");

  private CodeDifference() {}

  /**
   * All differences, such as {@code method infect(double) of org.acme.Rates}; empty if there is
   * none.
   */
  public static List<String> between(CodeParts then, CodeParts now) {
    SortedSet<String> names = new TreeSet<>(then.parts().keySet());
    names.addAll(now.parts().keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      SortedMap<String, String> before = then.parts().getOrDefault(name, new TreeMap<>());
      SortedMap<String, String> after = now.parts().getOrDefault(name, new TreeMap<>());
      if (before.isEmpty() || after.isEmpty()) {
        differences.add(part(name, before, after) + (before.isEmpty() ? " is new" : " is gone"));
      } else if (!before.equals(after)) {
        members(name, before, after).distinct().forEach(differences::add);
      }
    }
    return differences;
  }

  /**
   * The differences in one line.
   *
   * @param most so many are named
   */
  public static String inShort(List<String> differences, int most) {
    int more = differences.size() - most;
    return differences.stream().limit(most).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String part(String name, Map<String, String> before, Map<String, String> after) {
    boolean isClass =
        before.containsKey(CodeParts.DECLARATION) || after.containsKey(CodeParts.DECLARATION);
    return isClass ? "class " + name : name;
  }

  private static Stream<String> members(
      String name, Map<String, String> before, Map<String, String> after) {
    SortedSet<String> members = new TreeSet<>(before.keySet());
    members.addAll(after.keySet());
    return members.stream()
        .filter(member -> !Objects.equals(before.get(member), after.get(member)))
        .map(
            member ->
                member(name, member)
                    + (member.startsWith("lambda$")
                            || before.containsKey(member) == after.containsKey(member)
                        ? ""
                        : before.containsKey(member) ? " (gone)" : " (new)"));
  }

  private static String member(String name, String member) {
    if (member.equals(CodeParts.CONTENT)) {
      return name;
    }
    if (member.equals(CodeParts.DECLARATION)) {
      return "declaration of " + name;
    }
    int descriptor = member.indexOf('(');
    if (descriptor < 0) {
      return "field " + member + " of " + name;
    }
    String method = member.substring(0, descriptor);
    Matcher lambda = LAMBDA.matcher(method);
    if (lambda.matches()) {
      return "a lambda in " + lambda.group(1) + " of " + name;
    }
    if (method.equals("<clinit>")) {
      return "static initializer of " + name;
    }
    String parameters =
        Stream.of(Type.getArgumentTypes(member.substring(descriptor)))
            .map(type -> type.getClassName().replaceFirst(".*\\.", ""))
            .collect(Collectors.joining(", ", "(", ")"));
    return (method.equals("<init>") ? "constructor " : "method " + method)
        + parameters
        + " of "
        + name;
  }
}
