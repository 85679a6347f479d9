package org.labactors.internal.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.labactors.internal.code.StudyCode;
import org.labactors.internal.linkage.Linkage;
import org.labactors.internal.linkage.OutsideCall;
import org.labactors.study.Study;

/**
 * A call in the code of a study, after which a trial may come to something else each time.
 *
 * @param kind what it brings in
 * @param what is called: {@code Math.random()}
 * @param calledAt where: {@code mine.Mine.run(Mine.java:12)}
 */
public record UnsteadyCall(Kind kind, String what, String calledAt) {

  /** What a trial may depend on beside its parameters and its seed. */
  public enum Kind {
    /** Random numbers that are not the trial's. */
    RANDOM,
    /** What time it is. */
    CLOCK,
    /** The order of a hash table, or of threads. */
    ORDER,
    /** On which machine, and as whom, it runs. */
    MACHINE
  }

  private static final String NEW = "<init>";

  private static final Map<String, Kind> METHODS =
      Map.ofEntries(
          Map.entry("java.lang.Math.random", Kind.RANDOM),
          Map.entry("java.lang.StrictMath.random", Kind.RANDOM),
          Map.entry("java.util.concurrent.ThreadLocalRandom.current", Kind.RANDOM),
          Map.entry("java.util.UUID.randomUUID", Kind.RANDOM),
          Map.entry("java.util.random.RandomGenerator.getDefault", Kind.RANDOM),
          Map.entry("java.lang.System.currentTimeMillis", Kind.CLOCK),
          Map.entry("java.lang.System.nanoTime", Kind.CLOCK),
          Map.entry("java.lang.System.identityHashCode", Kind.ORDER),
          Map.entry("java.lang.Object.hashCode", Kind.ORDER),
          Map.entry("java.util.Set.of", Kind.ORDER),
          Map.entry("java.util.Set.copyOf", Kind.ORDER),
          Map.entry("java.util.Map.of", Kind.ORDER),
          Map.entry("java.util.Map.ofEntries", Kind.ORDER),
          Map.entry("java.util.Map.copyOf", Kind.ORDER),
          Map.entry("java.util.stream.Collectors.toSet", Kind.ORDER),
          Map.entry("java.util.stream.Collectors.toMap", Kind.ORDER),
          Map.entry("java.util.stream.Collectors.groupingBy", Kind.ORDER),
          Map.entry("java.util.Collection.parallelStream", Kind.ORDER),
          Map.entry("java.util.List.parallelStream", Kind.ORDER),
          Map.entry("java.lang.System.getenv", Kind.MACHINE),
          Map.entry("java.lang.System.getProperty", Kind.MACHINE),
          Map.entry("java.lang.Runtime.availableProcessors", Kind.MACHINE),
          Map.entry("java.net.InetAddress.getLocalHost", Kind.MACHINE));

  /** Of these with any arguments. */
  private static final Map<String, Kind> CREATED =
      Map.of(
          "java.security.SecureRandom", Kind.RANDOM,
          "java.util.HashMap", Kind.ORDER,
          "java.util.HashSet", Kind.ORDER,
          "java.util.IdentityHashMap", Kind.ORDER,
          "java.util.WeakHashMap", Kind.ORDER,
          "java.util.concurrent.ConcurrentHashMap", Kind.ORDER);

  /** Of these only without arguments, for otherwise they have a seed or a time. */
  private static final Map<String, Kind> CREATED_OF_NOTHING =
      Map.of(
          "java.util.Random", Kind.RANDOM,
          "java.util.SplittableRandom", Kind.RANDOM,
          "java.util.Date", Kind.CLOCK);

  private static final Set<String> STREAMS =
      Set.of(
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream");

  /**
   * Such calls in the classes of a study and in what they call in code of the same origin, as the
   * class files say. That a call is there does not mean that it matters.
   */
  public static List<UnsteadyCall> of(Study study) {
    List<Class<?>> classes =
        StudyCode.classes(study).stream().filter(type -> !type.isHidden()).toList();
    List<UnsteadyCall> found = new ArrayList<>();
    for (OutsideCall call : Linkage.outsideCalls(classes)) {
      kind(call).ifPresent(kind -> found.add(new UnsteadyCall(kind, text(call), call.calledAt())));
    }
    return found.stream().distinct().toList();
  }

  private static Optional<Kind> kind(OutsideCall call) {
    String owner = call.owner();
    String name = name(call);
    if (name.equals(NEW)) {
      return Optional.ofNullable(CREATED.get(owner))
          .or(
              () ->
                  call.method().startsWith(NEW + "()")
                      ? Optional.ofNullable(CREATED_OF_NOTHING.get(owner))
                      : Optional.empty());
    }
    if (owner.startsWith("java.time.") && name.equals("now")) {
      return Optional.of(Kind.CLOCK);
    }
    if (owner.equals("java.util.Collections")
        && call.method().equals("shuffle(Ljava/util/List;)V")) {
      return Optional.of(Kind.RANDOM);
    }
    if (STREAMS.contains(owner) && name.equals("parallel")) {
      return Optional.of(Kind.ORDER);
    }
    return Optional.ofNullable(METHODS.get(owner + "." + name));
  }

  private static String name(OutsideCall call) {
    return call.method().substring(0, call.method().indexOf('('));
  }

  private static String text(OutsideCall call) {
    String type = call.owner().substring(call.owner().lastIndexOf('.') + 1);
    String name = name(call);
    return name.equals(NEW) ? "new " + type : type + "." + name + "()";
  }
}
