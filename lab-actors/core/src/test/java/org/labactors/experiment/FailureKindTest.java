package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureKindTest {

  @Test
  void theMessageDoesNotMatterAndThePlaceDoes() {
    FailureKind one = kind(new IllegalStateException("x = 1"));
    FailureKind two = null;
    for (int i = 0; i < 2; i++) {
      FailureKind here = kind(new IllegalStateException("x = " + i));
      assertThat(two == null || two.equals(here)).isTrue();
      two = here;
    }

    assertThat(one.what()).isEqualTo("java.lang.IllegalStateException");
    assertThat(one.where()).startsWith("mine.FailureKindTest.").isNotEqualTo(two.where());
  }

  @Test
  void thePlaceIsThatOfTheUsersCodeAndNotOfThePlatform() {
    FailureKind kind = kind(catchFrom(() -> Integer.parseInt("one")));

    assertThat(kind.what()).isEqualTo("java.lang.NumberFormatException");
    assertThat(kind.where()).startsWith("mine.FailureKindTest.lambda$");
  }

  @Test
  void theLoaderOfTheClassDoesNotMatter() {
    String trace = "a.E: no\n\tat %smine.Mine.run(Mine.java:12)\n\tat java.base/x.Y.z(Y.java:1)\n";

    assertThat(kind("a.E: no", trace.formatted("code of the study//")))
        .isEqualTo(kind("a.E: no", trace.formatted("")))
        .isEqualTo(new FailureKind("a.E", "mine.Mine.run(Mine.java:12)"));
  }

  @Test
  void inPythonThePlaceIsInAFileOfTheStudy() {
    String trace =
        """
        Traceback (most recent call last):
          File "sir.py", line 12, in simulate
            return table[%1$s]
          File "lib/tables.py", line 3, in __getitem__
            return self.rows[%1$s]
          File "/usr/lib/python3/dist-packages/numpy/core.py", line 7, in at
        KeyError: %1$s
        """;

    assertThat(kind("KeyError: 1", trace.formatted(1)))
        .isEqualTo(kind("KeyError: 2", trace.formatted(2)))
        .isEqualTo(new FailureKind("KeyError", "__getitem__(lib/tables.py:3)"));
  }

  @Test
  void insideOfACombinatorThePlaceIsThatOfTheCause() {
    String trace =
        """
        org.labactors.combinator.RepetitionException: repetition 3 of 10: a.E: no
        \tat org.labactors.combinator.Repeated.run(Repeated.java:51)
        Caused by: a.E: no
        \tat mine.Mine.run(Mine.java:12)
        """;

    assertThat(kind("org.labactors.combinator.RepetitionException: repetition 3", trace).where())
        .isEqualTo("mine.Mine.run(Mine.java:12)");
  }

  @Test
  void withoutAPlaceTheWholeTextTellsFailuresApart() {
    assertThat(kind("a.E: python3: exit code 1", "a.E: python3: exit code 1\n"))
        .isEqualTo(kind("a.E: python3: exit code 1", "Caused by: other"))
        .isNotEqualTo(kind("a.E: python3: exit code 2", ""));
  }

  @Test
  void timeAndEnginesRunOutAnywhere() {
    assertThat(
            FailureKind.of(
                Status.TIMED_OUT,
                new Result.Failure(
                    "timed out: still running after 1.02 s", "\tat a.B.c(B.java:1)")))
        .isEqualTo(new FailureKind("timed out", ""));
  }

  private static FailureKind kind(Throwable thrown) {
    Result.Failure failure = Result.Failure.of(thrown);
    // This test is in a package of the laboratory's.
    return kind(
        failure.exception(), failure.traceback().replace("org.labactors.experiment", "mine"));
  }

  private static FailureKind kind(String exception, String traceback) {
    return FailureKind.of(Status.FAILED, new Result.Failure(exception, traceback));
  }

  private static Throwable catchFrom(Runnable code) {
    try {
      code.run();
      return new AssertionError("nothing was thrown");
    } catch (RuntimeException thrown) {
      return thrown;
    }
  }
}
