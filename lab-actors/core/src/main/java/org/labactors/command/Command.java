package org.labactors.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.ByHand;
import org.labactors.experiment.Point;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.process.Mark;
import org.labactors.internal.process.Written;
import org.labactors.internal.text.SystemText;
import org.labactors.internal.text.Template;

/**
 * A program in any language as an experiment. It is started anew for each trial, given the
 * parameters, and asked for its results on its standard output; or it is {@linkplain #resident()
 * resident}.
 *
 * <p>In the arguments and in the values of the environment variables, {@code {beta}} stands for the
 * parameter {@code beta}, {@code {_seed}} for the trial's seed, a whole number from 0 to 2⁶³ − 1,
 * and {@code {_replicate}} for the replicate; a brace written twice is a brace. Arrays and maps are
 * written as JSON. All of it reaches the program in UTF-8, whatever the locale of the engine. The
 * variables {@code LAB_SEED} and {@code LAB_REPLICATE} are always there, and the locale is {@code
 * C.UTF-8} ({@code LANG}; no {@code LC_…}), so that nothing depends on that of the machine. All
 * other variables are those of the engine.
 *
 * <p>The program runs in a folder of its own, in which the attached files are, and which is removed
 * when it has ended. If it is called off or runs out of time, it is ended with all processes that
 * it started, without being asked; so is what it leaves behind when it ends by itself. An exit code
 * that is not 0, output that cannot be read, too much output, or processes that still hold its
 * output open five seconds after its end make the trial a failed one. What the program wrote to its
 * standard error is part of the failure.
 *
 * <p>A resident program is started once for each engine, and handed one trial after the other. It
 * writes the line <code>{"ready": {}}</code> when it has started; then it reads a request, an
 * object in JSON, from each line of its standard input, and writes an answer, with {@code trial}
 * and {@code results} or {@code error}, as a line to its standard output before it reads the next
 * one. It ends at the end of its input. It is ended, and started anew, if it exits, runs out of
 * time or answers something else; that fails the trial that it was running.
 */
public final class Command implements ByHand, Resident {

  /** How many bytes of files a study may have. */
  static final long MOST_ATTACHED = 64L * 1024 * 1024;

  /** How many of these are part of its text; of files beyond that the text has the SHA-256. */
  static final long MOST_INLINE = 512 * 1024;

  private static final long USUAL_LIMIT = 16L * 1024 * 1024;
  private static final long HIGHEST_LIMIT = 256L * 1024 * 1024;
  private static final String SEED_VARIABLE = "LAB_SEED";
  private static final String REPLICATE_VARIABLE = "LAB_REPLICATE";
  private static final String RESTART_AFTER = "restart-after";
  private static final int LONGEST_NAME = 60;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Input input;
  private final Output output;
  private final List<Attachment> files;
  private final long outputLimit;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private final boolean resident;

  @JsonProperty(RESTART_AFTER)
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private final long restartAfter;

  /** Null if it is started for each trial. */
  private final transient @Nullable ResidentProgram program;

  /**
   * A program.
   *
   * @param command the program and its arguments. A program that is no attached file is looked for
   *     on the PATH of the engine, or has an absolute path
   * @param environment further environment variables
   * @param input what is on its standard input; by default, in a run file, none
   * @param output how it writes its results; by default, in a run file, json
   * @param files files that the program needs, 64 MiB together at most; in every trial's folder is
   *     a copy of each
   * @param outputLimit how many bytes it may write to its standard output, and to its standard
   *     error; 256 MiB at most; by default, in a run file, 16 MiB
   * @param resident whether it is started once for each engine
   * @param restartAfter after how many trials a resident program is started anew; 0 for never
   */
  public Command(
      List<String> command,
      Map<String, String> environment,
      Input input,
      Output output,
      List<Attachment> files,
      long outputLimit,
      boolean resident,
      long restartAfter) {
    this.command = List.copyOf(command);
    this.environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    this.input = input;
    this.output = output;
    this.files = AttachedFiles.checked(files);
    this.outputLimit = outputLimit;
    this.resident = resident;
    this.restartAfter = restartAfter;
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "command names no program; write it as [program, argument, …]");
    }
    for (int i = 0; i < command.size(); i++) {
      checkTemplate("command[" + i + "]", command.get(i));
    }
    environment.forEach(this::checkVariable);
    if (outputLimit < 1 || outputLimit > HIGHEST_LIMIT) {
      throw new IllegalArgumentException(
          "outputLimit is " + outputLimit + "; it must be from 1 to " + HIGHEST_LIMIT + " bytes");
    }
    checkResident();
    this.program = resident ? new ResidentProgram(start(), new JsonRequest(), restartAfter) : null;
  }

  /** A program without input, that writes its results as JSON. */
  public Command(String... command) {
    this(List.of(command), Map.of(), Input.NONE, Output.JSON, List.of(), USUAL_LIMIT, false, 0);
  }

  @JsonCreator
  private static Command of(
      List<String> command,
      @Nullable Map<String, String> environment,
      @Nullable Input input,
      @Nullable Output output,
      @Nullable List<Attachment> files,
      @Nullable Long outputLimit,
      @Nullable Boolean resident,
      @JsonProperty(RESTART_AFTER) @Nullable Long restartAfter) {
    return new Command(
        command,
        environment == null ? Map.of() : environment,
        input == null ? Input.NONE : input,
        output == null ? Output.JSON : output,
        files == null ? List.of() : files,
        outputLimit == null ? USUAL_LIMIT : (long) outputLimit,
        resident != null && resident,
        restartAfter == null ? 0 : (long) restartAfter);
  }

  /** With other environment variables. */
  public Command environment(Map<String, String> variables) {
    return new Command(
        command, variables, input, output, files, outputLimit, resident, restartAfter);
  }

  /** With another standard input. */
  public Command input(Input input) {
    return new Command(
        command, environment, input, output, files, outputLimit, resident, restartAfter);
  }

  /** With its results in another form. */
  public Command output(Output output) {
    return new Command(
        command, environment, input, output, files, outputLimit, resident, restartAfter);
  }

  /** With other files. */
  public Command files(Attachment... files) {
    return files(List.of(files));
  }

  /** With other files. */
  public Command files(List<Attachment> files) {
    return new Command(
        command, environment, input, output, files, outputLimit, resident, restartAfter);
  }

  /** With another limit of its output. */
  public Command outputLimit(long bytes) {
    return new Command(command, environment, input, output, files, bytes, resident, restartAfter);
  }

  /** Started once for each engine. */
  public Command resident() {
    return new Command(command, environment, input, output, files, outputLimit, true, restartAfter);
  }

  /**
   * Started once for each engine, and anew after so many trials.
   *
   * @param trials at least 1; 0 for never
   */
  public Command restartAfter(long trials) {
    return new Command(command, environment, input, output, files, outputLimit, true, trials);
  }

  /** The files that it needs. */
  public List<Attachment> files() {
    return files;
  }

  private void checkTemplate(String where, String text) {
    try {
      boolean names = !Template.of(text).names().isEmpty();
      if (resident && names) {
        throw new IllegalArgumentException(
            text
                + " has a name in braces, but a resident program is started before any trial; it"
                + " finds the parameters in its requests");
      }
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(where + ": " + refusal.getMessage(), refusal);
    }
  }

  private void checkVariable(String name, String value) {
    if (name.isEmpty() || name.startsWith("-") || name.contains("=")) {
      throw new IllegalArgumentException(
          "environment has a variable '"
              + name
              + "'; a name must not be empty, begin with - or have a =");
    }
    if (List.of(SEED_VARIABLE, REPLICATE_VARIABLE, Mark.VARIABLE).contains(name)) {
      throw new IllegalArgumentException(
          "environment has the variable "
              + name
              + ", which is the lab's own; give it another name");
    }
    checkTemplate("environment." + name, value);
  }

  private void checkResident() {
    if (resident && (input != Input.NONE || output != Output.JSON)) {
      throw new IllegalArgumentException(
          "input = "
              + input
              + ", output = "
              + output
              + ", but a resident program has requests and answers in JSON; leave both out");
    }
    if (restartAfter < 0 || (restartAfter > 0 && !resident)) {
      throw new IllegalArgumentException(
          RESTART_AFTER
              + " is "
              + restartAfter
              + "; it must be at least 1, and is for programs with resident = true");
    }
  }

  static String tooLarge(long bytes) {
    return String.format(
        Locale.ROOT,
        "%,d bytes are too much to travel with a study; %,d at most. Put large files on every"
            + " machine and name them by their absolute paths",
        bytes,
        MOST_ATTACHED);
  }

  /** Refuses a program that is nowhere a trial could find it. */
  private void checkProgram() {
    String name = command.get(0);
    if (!SystemText.passes(name)) {
      return; // No file that is attached here has that name.
    }
    Path path = Path.of(name);
    boolean attached = files.stream().anyMatch(file -> isIn(path, file));
    if (name.contains("/") && !path.isAbsolute() && !name.contains("{") && !attached) {
      throw new IllegalArgumentException(
          "command[0] is "
              + name
              + ", which is not in the folder of a trial; name it in files, or give its absolute"
              + " path");
    }
  }

  private static boolean isIn(Path path, Attachment file) {
    return path.normalize().equals(Path.of(file.name()).normalize());
  }

  @Override
  public void check(Point point) {
    checkProgram();
    for (int i = 0; i < command.size(); i++) {
      Given.check("command[" + i + "]", command.get(i), point);
    }
    environment.forEach((name, value) -> Given.check("environment." + name, value, point));
  }

  /** How it is started if it is resident: braces of the text are written twice all the same. */
  private ProgramStart start() {
    Given nothing = new Given(Map.of());
    return start(nothing, environment(nothing));
  }

  private ProgramStart start(Given given, Map<String, String> variables) {
    String name = String.join(" ", command);
    return new ProgramStart(
        name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…",
        arguments(given),
        variables,
        files,
        Map.of(),
        false,
        new ProgramStart.Limit(outputLimit, outputLimit));
  }

  @Override
  public void ready() throws CommandException, InterruptedException {
    if (program != null) {
      program.ready();
    }
  }

  @Override
  public void ahead(List<Trial> trials) throws CommandException, InterruptedException {
    if (program != null) {
      program.ahead(trials);
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }

  @Override
  public Values run(Trial trial) throws Exception {
    return program == null ? start(trial) : program.run(trial);
  }

  @Override
  public void unpack(Trial trial, Path folder) throws IOException {
    if (program != null) {
      program.unpack(trial, folder);
      return;
    }
    Given given = Given.of(trial);
    new UnpackedTrial(start(given, variables(given)), input(given)).putInto(folder);
  }

  private Values start(Trial trial) throws Exception {
    Given given = Given.of(trial);
    Execution execution =
        new Execution(arguments(given), variables(given), files, input(given), outputLimit);
    Written written = execution.run(printed -> ResidentProgram.noteOutput(printed, trial));
    try {
      return output.read(written.text());
    } catch (IllegalArgumentException unreadable) {
      throw execution.failed(
          "cannot read its standard output: " + unreadable.getMessage(), written, null);
    }
  }

  private List<String> arguments(Given given) {
    return command.stream().map(given::in).toList();
  }

  private byte @Nullable [] input(Given given) {
    return input == Input.JSON ? given.document() : null;
  }

  private Map<String, String> environment(Given given) {
    Map<String, String> variables = new TreeMap<>();
    environment.forEach((name, value) -> variables.put(name, given.in(value)));
    return variables;
  }

  private Map<String, String> variables(Given given) {
    Map<String, String> variables = environment(given);
    variables.put(SEED_VARIABLE, given.text(Given.SEED));
    variables.put(REPLICATE_VARIABLE, given.text(Given.REPLICATE));
    return variables;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Command that
        && command.equals(that.command)
        && environment.equals(that.environment)
        && input == that.input
        && output == that.output
        && files.equals(that.files)
        && outputLimit == that.outputLimit
        && resident == that.resident
        && restartAfter == that.restartAfter;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        command, environment, input, output, files, outputLimit, resident, restartAfter);
  }

  @Override
  public String toString() {
    return "Command" + command + (resident ? ", resident" : "");
  }
}
