package org.labactors.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.process.NamedPipe;
import org.labactors.internal.process.ProgramLocale;
import org.labactors.internal.process.Written;

/**
 * A shell that stays and starts one program after the other, each in a folder of its own. It starts
 * them several times faster than this JVM could, which is far larger than a shell.
 *
 * <p>A program writes to two pipes with names, which the shell opens before it and closes after it;
 * so the output has an end of its own for each program, after which the shell tells the exit code.
 *
 * <p>Ctrl-C in a terminal goes to all that runs there. It is the lab that decides what it means: a
 * program that it ended would be recorded as failed. So the shell and its programs are deaf to it.
 *
 * <p>The shell ends at the end of its input, also if this JVM is killed. If that was before the
 * shell began, it starts nothing.
 */
final class Keeper {

  private static final String OUTPUT = "output";
  private static final String ERRORS = "errors";
  private static final String TROUBLE = "trouble";

  /** What it writes when its pipes are there. */
  private static final int READY = 0;

  /** The exit code of a program of which nothing is known: its shell has ended. */
  static final int UNKNOWN = -1;

  /**
   * Names of files are spoken of by the shell, not by Java, which could not name all of them. Its
   * variables are not for the programs, whatever variables this JVM was given.
   */
  private static final String SCRIPT =
      """
      [ "$PPID" = "$1" ] || exit
      trap '' INT QUIT HUP
      unset OLDPWD lab_place lab_folder lab_run
      lab_place=$PWD
      mkfifo %1$s %2$s || exit
      echo %4$s
      while read -r lab_folder; do
        {
          cd "$lab_place/$lab_folder" && unset OLDPWD && . "$lab_place/%3$s"
        } </dev/null >"$lab_place/%1$s" 2>"$lab_place/%2$s"
        echo $?
      done
      cd /
      rm -rf -- "$lab_place"
      """
          .formatted(OUTPUT, ERRORS, Scratch.START, READY);

  private static final String FROM_NOTHING = "";
  private static final String FROM_INPUT = "<\"$lab_place/input\"";
  private static final String INPUT = "input";

  private static final Set<Keeper> ALL = ConcurrentHashMap.newKeySet();

  private final Path place;
  private final ProcessTree shell;
  private final NamedPipe output;
  private final NamedPipe errors;
  private final RandomAccessFile script;
  private final OutputStream requests;
  private final InputStream codes;
  private long programs;

  private Keeper(Path place, ProcessTree shell) throws IOException {
    this.place = place;
    this.shell = shell;
    this.requests = shell.program().getOutputStream();
    this.codes = shell.program().getInputStream();
    this.script = new RandomAccessFile(place.resolve(Scratch.START).toFile(), "rw");
    this.output = new NamedPipe(place.resolve(OUTPUT), "standard output");
    this.errors = new NamedPipe(place.resolve(ERRORS), "standard error");
    ALL.add(this);
  }

  /**
   * Starts one.
   *
   * @return empty if the JVM is ending; nothing was started then
   */
  static Optional<Keeper> start() throws IOException {
    Path place = Files.createTempDirectory("lab-shell-").toRealPath();
    boolean started = false;
    try {
      Optional<ProcessTree> shell = ProcessTree.start(builder(place));
      if (shell.isPresent()) {
        Keeper keeper = ready(place, shell.get());
        started = true;
        return Optional.of(keeper);
      }
      return Optional.empty();
    } finally {
      if (!started) {
        Scratch.remove(place);
      }
    }
  }

  private static ProcessBuilder builder(Path place) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Launch.SHELL.toString(),
                "-c",
                SCRIPT,
                "sh",
                Long.toString(ProcessHandle.current().pid()))
            .directory(place.toFile())
            .redirectError(place.resolve(TROUBLE).toFile());
    ProgramLocale.setIn(builder.environment());
    return builder;
  }

  private static Keeper ready(Path place, ProcessTree shell) throws IOException {
    boolean ready = false;
    try {
      if (number(shell.program().getInputStream()) != READY) {
        throw new IOException(
            "the shell that starts programs has ended: "
                + Files.readString(place.resolve(TROUBLE)));
      }
      ready = true;
      return new Keeper(place, shell);
    } finally {
      if (!ready) {
        shell.end();
      }
    }
  }

  /** A number in a line; {@link #UNKNOWN} at the end. */
  private static int number(InputStream stream) throws IOException {
    int number = 0;
    for (int digit = stream.read(); digit != '\n'; digit = stream.read()) {
      if (digit < '0' || digit > '9') {
        return UNKNOWN;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  /** A program that it was asked to start. */
  final class Program {
    private final ProcessTree tree;
    private final Path folder;
    private final Written output;
    private final Written errors;

    private Program(ProcessTree tree, Path folder, Written output, Written errors) {
      this.tree = tree;
      this.folder = folder;
      this.output = output;
      this.errors = errors;
    }

    Written output() {
      return output;
    }

    Written errors() {
      return errors;
    }

    Path folder() {
      return folder;
    }

    /** Whether the shell that started it is there. */
    boolean isKept() {
      return isAlive();
    }

    /** Whether the program has ended; its output may go on. */
    boolean hasEnded() {
      try {
        return codes.available() > 0 || !isAlive();
      } catch (IOException ended) {
        return true;
      }
    }

    /** How the program ended; to be asked when it has, or when its output has. */
    int code() {
      try {
        return number(codes);
      } catch (IOException ended) {
        return UNKNOWN;
      }
    }

    /** What it started and that runs, in words. */
    String describe() {
      return ProcessTree.describe(tree.alive(), shell.program().toHandle());
    }

    /**
     * Ends what the program left behind, and removes its folder.
     *
     * @param usable whether the shell has told the end of the program, and may start another one
     */
    void end(boolean usable) {
      if (!usable) {
        Keeper.this.end();
      }
      tree.end();
      Scratch.remove(folder);
      if (usable) {
        Keepers.giveBack(Keeper.this);
      }
    }
  }

  /**
   * Has it start a program.
   *
   * @param run what runs
   * @return empty if the JVM is ending; nothing was started then
   */
  Optional<Program> start(Execution run) throws IOException, Launch.CannotStart {
    programs++;
    Path folder = place.resolve(Long.toString(programs));
    Files.createDirectory(folder);
    Optional<Program> program = Optional.empty();
    try {
      Scratch.put(run.files(), folder);
      run.check(folder);
      byte @Nullable [] input = run.input();
      if (input != null) {
        Files.write(place.resolve(INPUT), input);
      }
      Written out = new Written(run.limit(), (int) run.limit());
      Written err = new Written(run.limit(), Execution.LAST_ERRORS);
      output.expect(out);
      errors.expect(err);
      program =
          shell.start(tree -> request(run, tree)).map(tree -> new Program(tree, folder, out, err));
      return program;
    } finally {
      if (program.isEmpty()) {
        Scratch.remove(folder);
      }
    }
  }

  private void request(Execution run, ProcessTree tree) throws IOException {
    byte[] line =
        run.script().simpleCommand(tree.marks(), run.input() == null ? FROM_NOTHING : FROM_INPUT);
    script.seek(0);
    script.write(line);
    if (script.length() > line.length) {
      script.setLength(line.length);
    }
    requests.write((programs + "\n").getBytes(StandardCharsets.US_ASCII));
    requests.flush();
  }

  /** Whether it can start programs. */
  boolean isAlive() {
    return shell.program().isAlive();
  }

  /** Ends it, and with it all that it started and that still runs. */
  void end() {
    shell.end();
    output.close();
    errors.close();
    try {
      script.close();
      requests.close();
    } catch (IOException gone) {
      // The shell has ended before.
    }
    removeFolder();
  }

  private void removeFolder() {
    if (ALL.remove(this)) {
      Scratch.remove(place);
    }
  }

  /** Removes what this JVM has for programs; all have been ended. */
  static void removeFolders() {
    ALL.forEach(Keeper::removeFolder);
  }
}
