package org.labactors.internal.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.FailureKind;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

class LedgerTest {

  private static final RunId RUN = new RunId("run");
  private static final RunId OTHER = new RunId("other");
  private static final EngineId A = new EngineId("a");
  private static final EngineId B = new EngineId("b");
  private static final EngineId C = new EngineId("c");

  /** Two engines of one node. */
  private static final EngineId A1 = EngineId.of("a:1", "f", 1);

  private static final EngineId A2 = EngineId.of("a:1", "f", 2);

  private Instant now = Instant.EPOCH;
  private final Ledger ledger = new Ledger(new Policy(Duration.ofMillis(200), 3, 10));

  @AfterEach
  void theBooksAreInOrder() {
    ledger.checkInvariants();
  }

  @Test
  void anEngineIsGivenNothingUnlessItAsks() {
    ledger.engineJoined(A);

    List<Effect> effects = submit(RUN, 100);

    assertThat(effects).isEmpty();
  }

  @Test
  void anEngineThatHasAskedIsGivenWorkAsSoonAsThereIsSome() {
    join(A);

    List<Effect> effects = submit(RUN, 100);

    assertThat(effects).containsExactly(assign(A, 1, 0, 1));
  }

  @Test
  void theFirstAssignmentIsOneTrialSinceNothingIsKnownOfTheirDuration() {
    submit(RUN, 100);

    List<Effect> effects = join(A);

    assertThat(effects).containsExactly(assign(A, 1, 0, 1));
  }

  @Test
  void anAssignmentFillsTheSliceAtThePaceSeenSoFar() {
    submit(RUN, 1_000_000);
    join(A);

    record(A, 0, 1, 0.002);
    List<Effect> effects = pull(A, 1, 0);

    assertThat(effects).containsExactly(assign(A, 2, 1, 101));
  }

  @Test
  void anAssignmentIsNoMoreThanAFairShareOfWhatIsLeft() {
    submit(RUN, 81);
    join(A);
    join(B);

    record(A, 0, 1, 0.000_01);
    List<Effect> effects = pull(A, 1, 0);

    assertThat(effects).containsExactly(assign(A, 3, 2, 2 + 79 / 4));
  }

  @Test
  void longTrialsGoOutOneByOne() {
    submit(RUN, 100);
    join(A);

    record(A, 0, 1, 60);
    List<Effect> effects = pull(A, 1, 0);

    assertThat(effects).containsExactly(assign(A, 2, 1, 2));
  }

  @Test
  void anEngineThatIsBusyWithShortTrialsGetsTheNextAssignmentAhead() {
    submit(RUN, 1_000_000);
    join(A);
    record(A, 0, 1, 0.002);
    pull(A, 1, 0);

    List<Effect> effects = pull(A, 2, 1);

    assertThat(effects).containsExactly(assign(A, 3, 101, 201));
  }

  @Test
  void anEngineThatIsBusyWithALongTrialGetsNothingAhead() {
    submit(RUN, 100);
    join(A);
    record(A, 0, 1, 60);
    pull(A, 1, 0);

    List<Effect> effects = pull(A, 2, 1);

    assertThat(effects).isEmpty();
  }

  @Test
  void anEngineThatAskedForMoreGetsItWhenTrialsTurnOutToBeShort() {
    submit(RUN, 1_000_000);
    join(A);
    pull(A, 1, 1);

    List<Effect> effects = record(A, 0, 1, 0.002);

    assertThat(effects).containsExactly(assign(A, 2, 1, 101));
  }

  @Test
  void anAssignmentThatGotLostIsSentAgainWhenItsEngineAsksAgain() {
    submit(RUN, 100);
    join(A);

    List<Effect> effects = pull(A, 0, 0);

    assertThat(effects).containsExactly(assign(A, 1, 0, 1));
  }

  @Test
  void aRunEndsWhenEveryTrialIsRecorded() {
    submit(RUN, 2);
    join(A);
    record(A, 0, 1, 1);
    pull(A, 1, 0);

    List<Effect> effects =
        ledger.recorded(RUN, new TrialRange(1, 2), List.of(), new Tally(2, 1, 1), 1, A, now);

    Effect.End end = (Effect.End) effects.get(0);
    assertThat(end.progress().state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(end.progress().ok()).isEqualTo(1);
    assertThat(end.progress().failed()).isEqualTo(1);
    assertThat(ledger.runs()).isEmpty();
  }

  @Test
  void aStudyOfWhichEverythingIsRecordedEndsAtOnce() {
    List<Effect> effects =
        ledger.submitted(RUN, new TrialRanges(), new Tally(10, 10, 0), FailureLimit.DEFAULT, now);

    assertThat(effects).hasSize(1).first().isInstanceOf(Effect.End.class);
    assertThat(((Effect.End) effects.get(0)).progress().reused()).isEqualTo(10);
  }

  @Test
  void whatArrivesTwiceCountsOnce() {
    submit(RUN, 100);
    join(A);
    record(A, 0, 1, 1);

    record(A, 0, 1, 1);

    assertThat(progress().engines().get(0).recorded()).isEqualTo(1);
  }

  @Test
  void theTailOfTheLongestAssignmentIsRecalledForAnIdleEngine() {
    ledger.submitted(
        RUN, TrialRanges.upTo(10_001), new Tally(10_001, 0, 0), FailureLimit.DEFAULT, now);
    join(A);
    record(A, 0, 1, 0.002);
    for (long next = 2; assigned(pull(A, next - 1, 0)); next++) {
      // A takes all there is.
    }

    List<Effect> effects = join(B);

    assertThat(effects).hasSize(1).first().isInstanceOf(Effect.Recall.class);
    assertThat(((Effect.Recall) effects.get(0)).engine()).isEqualTo(A);
  }

  @Test
  void whatIsGivenBackGoesToTheIdleEngine() {
    submit(RUN, 401);
    join(A);
    record(A, 0, 1, 0.002);
    pull(A, 1, 0);
    TrialRange given = new TrialRange(60, 101);

    ledger.returned(A, 2, Optional.of(given), true, now);

    assertThat(progress().running()).isEqualTo(59);
  }

  @Test
  void anEngineThatHadNothingToGiveBackIsNotAskedAgain() {
    long assignment = everythingIsWithA();
    assertThat(join(B)).hasSize(1).first().isInstanceOf(Effect.Recall.class);

    List<Effect> answered = ledger.returned(A, assignment, Optional.empty(), false, now);
    now = now.plusSeconds(10);

    assertThat(answered).noneMatch(effect -> isRecallOf(assignment, effect));
    assertThat(ledger.tick(now)).noneMatch(effect -> isRecallOf(assignment, effect));
  }

  @Test
  void aRecallThatGotLostIsRepeated() {
    everythingIsWithA();
    List<Effect> first = join(B);
    now = now.plusSeconds(10);

    List<Effect> again = ledger.tick(now);

    assertThat(again).isEqualTo(first);
  }

  @Test
  void whatIsLeftOfALeaseIsRecalledAgainAndAgain() {
    everythingIsWithA();
    Effect.Recall recall = (Effect.Recall) join(B).get(0);
    Optional<TrialRange> given = Optional.of(new TrialRange(recall.from(), 6));
    ledger.returned(A, 2, given, true, now);
    join(C);

    List<Effect> effects = join(new EngineId("d"));

    assertThat(recall.from()).isEqualTo(4);
    assertThat(effects).containsExactly(new Effect.Recall(A, 2, 3));
  }

  @Test
  void aRecallIsForTheLastOfWhatIsOutstandingWhateverWasRecordedOfIt() {
    everythingIsWithA();
    record(A, 4, 6, 0.02);

    List<Effect> effects = join(B);

    assertThat(effects).containsExactly(new Effect.Recall(A, 2, 3));
  }

  @Test
  void anAnswerThatComesTwiceIsNoMoreThanOne() {
    everythingIsWithA();
    join(B);
    Optional<TrialRange> given = Optional.of(new TrialRange(4, 6));
    List<Effect> first = ledger.returned(A, 2, given, true, now);

    List<Effect> second = ledger.returned(A, 2, given, true, now);

    assertThat(trialsOf(first)).containsExactly(new TrialRange(4, 5));
    assertThat(second).noneMatch(effect -> effect instanceof Effect.Assign);
  }

  @Test
  void aTrialThatWaitsBehindALongOneIsRecalled() {
    submit(RUN, 3);
    join(A);
    record(A, 0, 1, 0.01);
    pull(A, 1, 0);
    pull(A, 2, 1);
    assertThat(join(B)).noneMatch(effect -> effect instanceof Effect.Recall);
    now = now.plusSeconds(3);

    List<Effect> first = ledger.tick(now);
    List<Effect> second = ledger.returned(A, 2, Optional.empty(), false, now);
    List<Effect> third = ledger.returned(A, 3, Optional.of(TrialRange.of(2)), false, now);

    assertThat(first).containsExactly(new Effect.Recall(A, 2, 1));
    assertThat(second).containsExactly(new Effect.Recall(A, 3, 2));
    assertThat(third).containsExactly(assign(B, 4, 2, 3));
  }

  @Test
  void anIdleEngineThatCannotRunTheStudyDoesNotStandBeforeOneThatCan() {
    ask(A);
    everythingIsWithA();
    ask(B);
    ledger.refused(B, RUN, "class Foo is missing", now);
    pull(B, 0, 0);
    Effect.Recall first = (Effect.Recall) join(C).get(0);
    now = now.plusSeconds(3);

    List<Effect> again = ledger.tick(now);

    assertThat(again).contains(first);
  }

  private static boolean isRecallOf(long assignment, Effect effect) {
    return effect instanceof Effect.Recall recall && recall.assignment() == assignment;
  }

  /** A holds all trials, most of them in the assignment whose number is returned. */
  private long everythingIsWithA() {
    submit(RUN, 11);
    join(A);
    record(A, 0, 1, 0.01);
    long number = 1;
    while (assigned(pull(A, number, 1))) {
      number++;
    }
    return 2;
  }

  @Test
  void whatAnEngineNeitherHoldsNorHasUnconfirmedGoesOutAgain() {
    submit(RUN, 100);
    join(A);

    List<Effect> effects = ledger.pulled(A, 1, List.of(), true, now);

    assertThat(effects).containsExactly(assign(A, 2, 0, 1));
  }

  @Test
  void whatAnEngineHasUnconfirmedStaysWithIt() {
    submit(RUN, 100);
    join(A);

    List<Effect> effects = ledger.pulled(A, 1, List.of(), false, now);

    assertThat(effects).containsExactly(assign(A, 2, 1, 2));
  }

  @Test
  void troubleStaysWhenARunIsCalledOff() {
    submit(RUN, 100);
    join(A);
    ledger.troubled(RUN, "the disk is full");

    ledger.cancelled(RUN, now);

    assertThat(progress().trouble()).contains("the disk is full");
  }

  @Test
  void enginesForgetTheStudyOfARunThatHasEnded() {
    submit(RUN, 1);
    join(A);

    List<Effect> effects =
        ledger.recorded(RUN, TrialRange.of(0), List.of(), new Tally(1, 1, 0), 1, A, now);

    assertThat(effects).contains(new Effect.Withdraw(A, RUN, true));
  }

  @Test
  void theTrialsOfALostEngineGoOutAgainOneByOne() {
    submit(RUN, 1_000);
    join(A);
    record(A, 0, 1, 0.02);
    pull(A, 1, 0);

    ledger.engineLost(A, "gone", now);
    List<Effect> next = drain(B);

    assertThat(trialsOf(next)).contains(new TrialRange(1, 2), new TrialRange(10, 11));
  }

  @Test
  void aTrialThatKillsThreeEnginesIsGivenUp() {
    submit(RUN, 1);
    join(A);
    pull(A, 1, 1);
    ledger.nodeLost(A.node(), "exit status 1", true, now);
    join(B);
    ledger.nodeLost(B.node(), "exit status 2", true, now);
    join(C);

    List<Effect> effects = ledger.nodeLost(C.node(), "exit status 3", true, now);

    assertThat(effects)
        .containsExactly(
            new Effect.GiveUp(
                RUN,
                0,
                List.of(
                    new Death(A, "exit status 1", true),
                    new Death(B, "exit status 2", true),
                    new Death(C, "exit status 3", true))));
  }

  @Test
  void aTrialIsGivenUpAsSoonAsItIsKnownHowItsEnginesDied() {
    killThreeEnginesInAWayNotKnown();

    List<Effect> unknown = ledger.tick(now);
    List<Effect> partly = ledger.nodeLost(A.node(), "exit status 1", true, now);
    ledger.nodeLost(C.node(), "exit status 3", true, now);
    List<Effect> known = ledger.nodeLost(B.node(), "exit status 2", true, now);

    assertThat(unknown).isEmpty();
    assertThat(partly).isEmpty();
    assertThat(((Effect.GiveUp) known.get(0)).deaths())
        .extracting(Death::how)
        .containsExactly("exit status 1", "exit status 2", "exit status 3");
  }

  @Test
  void aTrialIsGivenUpAfterAWhileIfItDoesNotBecomeKnownHowItsEnginesDied() {
    killThreeEnginesInAWayNotKnown();

    now = now.plusSeconds(61);
    List<Effect> effects = ledger.tick(now);

    assertThat(effects).hasSize(1);
    assertThat(((Effect.GiveUp) effects.get(0)).deaths())
        .extracting(Death::how)
        .containsExactly("gone", "gone", "gone");
    assertThat(ledger.tick(now)).isEmpty();
  }

  private void killThreeEnginesInAWayNotKnown() {
    submit(RUN, 1);
    join(A);
    pull(A, 1, 1);
    ledger.engineLost(A, "gone", now);
    for (EngineId engine : List.of(B, C)) {
      join(engine);
      ledger.engineLost(engine, "gone", now);
    }
  }

  @Test
  void aTrialThatItsEngineMayNeverHaveReceivedIsNotBlamed() {
    submit(RUN, 1);
    join(A);

    ledger.engineLost(A, "gone", now);
    List<Effect> effects = join(B);

    assertThat(attemptOf(effects)).isEqualTo(1);
  }

  @Test
  void noTrialIsBlamedWhenANodeDiesThatWasRunningTwo() {
    submit(RUN, 2);
    for (EngineId engine : List.of(A1, A2)) {
      Effect.Assign assigned = (Effect.Assign) join(engine).get(0);
      pull(engine, assigned.assignment().number(), 1);
    }

    ledger.nodeLost(A1.node(), "gone", true, now);
    List<Effect> effects = drain(B);

    assertThat(trialsOf(effects)).containsExactly(TrialRange.of(0), TrialRange.of(1));
    assertThat(effects).allMatch(effect -> attemptOf(List.of(effect)) == 1);
  }

  @Test
  void noTrialIsBlamedWhenItBecomesKnownOneByOneThatTheEnginesOfANodeAreGone() {
    submit(RUN, 2);
    for (EngineId engine : List.of(A1, A2)) {
      Effect.Assign assigned = (Effect.Assign) join(engine).get(0);
      pull(engine, assigned.assignment().number(), 1);
    }

    ledger.engineLost(A1, "gone", now);
    ledger.engineLost(A2, "gone", now);
    List<Effect> effects = drain(B);

    assertThat(effects).hasSize(2).allMatch(effect -> attemptOf(List.of(effect)) == 1);
  }

  @Test
  void aSuspectHasItsNodeForItself() {
    submit(RUN, 2);
    join(B);
    join(C);
    ledger.engineLost(B, "gone", now);
    ledger.engineLost(C, "gone", now);

    List<Effect> first = join(A1);
    List<Effect> second = join(A2);

    assertThat(trialsOf(first)).containsExactly(TrialRange.of(0));
    assertThat(second).isEmpty();
  }

  @Test
  void aSuspectWaitsUntilItsNodeRunsNothingElse() {
    submit(RUN, 2);
    join(A1);
    join(B);
    ledger.engineLost(B, "gone", now);

    List<Effect> early = join(A2);
    record(A1, 0, 1, 0.02);
    List<Effect> late = pull(A2, 0, 0);

    assertThat(early).noneMatch(effect -> effect instanceof Effect.Assign);
    assertThat(trialsOf(late)).containsExactly(TrialRange.of(1));
  }

  @Test
  void aTrialThatAnotherHasRecordedMayBeRunningStill() {
    submit(RUN, 2);
    join(B);
    ledger.engineLost(B, "gone", now); // trial 0 is a suspect
    join(A1); // has trial 1
    record(C, 1, 2, 0.02); // but somebody else was faster

    List<Effect> early = join(A2);
    List<Effect> late = pull(A1, 2, 0);

    assertThat(early).noneMatch(effect -> effect instanceof Effect.Assign);
    assertThat(trialsOf(late)).containsExactly(TrialRange.of(0));
  }

  @Test
  void noTrialIsBlamedForWhatAnotherHasRecordedAndMayBeRunningStill() {
    submit(RUN, 3);
    join(A);
    record(A, 0, 1, 0.01);
    pull(A, 1, 0);
    pull(A, 2, 1); // A runs trial 1 and has trial 2 ahead
    record(C, 1, 2, 0.01);
    ledger.pulled(A, 3, List.of(2L, 3L), false, now);

    ledger.engineLost(A, "gone", now);

    assertThat(attemptOf(join(B))).as("not blamed").isEqualTo(1);
  }

  @Test
  void aSuspectIsNotGivenToAnEngineThatMayHaveDiedMeanwhile() {
    submit(RUN, 1);
    join(A);
    join(B);
    now = now.plusSeconds(1);

    List<Effect> effects = ledger.engineLost(A, "gone", now);

    assertThat(effects).isEmpty();
    assertThat(trialsOf(pull(B, 0, 0))).containsExactly(TrialRange.of(0));
  }

  @Test
  void aTrialGivenUpEndsTheRunWhenItIsRecorded() {
    aTrialThatKillsThreeEnginesIsGivenUp();

    List<Effect> effects =
        ledger.recorded(RUN, TrialRange.of(0), List.of(), new Tally(1, 0, 1), 0, C, now);

    assertThat(effects).hasSize(1).first().isInstanceOf(Effect.End.class);
  }

  @Test
  void bystandersOfALossAreNotBlamed() {
    submit(RUN, 1_000);
    join(A);
    record(A, 0, 1, 0.02);
    pull(A, 1, 0);

    List<Effect> effects = ledger.engineLost(A, "gone", now);
    Effect.Assign retry =
        (Effect.Assign)
            drain(B).stream()
                .filter(
                    effect ->
                        effect instanceof Effect.Assign assign
                            && assign.assignment().trials().equals(new TrialRange(1, 2)))
                .findFirst()
                .orElseThrow();

    assertThat(effects).isEmpty();
    assertThat(retry.assignment().attempt()).isEqualTo(1);
  }

  @Test
  void aSuspectIsAloneOnItsEngine() {
    submit(RUN, 3);
    join(A);
    record(A, 0, 1, 0.000_1);
    pull(A, 1, 0);
    pull(A, 2, 1);
    ledger.engineLost(A, "gone", now);
    join(B);

    List<Effect> effects = pull(B, 4, 0);

    assertThat(effects).isEmpty();
  }

  @Test
  void aTrialThatRanOutOfMemoryIsTriedAgainWhenNothingElseRuns() {
    submit(RUN, 2);
    join(A);
    join(B);
    ledger.ranOutOfMemory(A, 1, 0, now);
    assertThat(pull(A, 1, 0)).noneMatch(effect -> effect instanceof Effect.Assign);

    List<Effect> effects = record(B, 1, 2, 1);

    assertThat(effects)
        .containsExactly(new Effect.Assign(A, new Assignment(3, RUN, TrialRange.of(0), 2, true)));
  }

  @Test
  void severalRunsShareTheEngines() {
    submit(RUN, 100);
    submit(OTHER, 100);

    List<Effect> first = join(A);
    List<Effect> second = join(B);

    assertThat(runOf(first)).isEqualTo(RUN);
    assertThat(runOf(second)).isEqualTo(OTHER);
  }

  @Test
  void aRunThatIsCalledOffEndsWhenEveryEngineHasDroppedIt() {
    submit(RUN, 100);
    join(A);
    join(B);

    List<Effect> called = ledger.cancelled(RUN, now);
    List<Effect> first = ledger.withdrawn(A, RUN, now);
    List<Effect> second = ledger.withdrawn(B, RUN, now);

    assertThat(called)
        .containsExactly(new Effect.Withdraw(A, RUN, false), new Effect.Withdraw(B, RUN, false));
    assertThat(first).isEmpty();
    assertThat(((Effect.End) second.get(0)).progress().state()).isEqualTo(Progress.State.CANCELLED);
  }

  @Test
  void aRunThatIsCalledOffDoesNotWaitForAnEngineThatDies() {
    submit(RUN, 100);
    join(A);
    ledger.cancelled(RUN, now);

    List<Effect> effects = ledger.engineLost(A, "gone", now);

    assertThat(effects).hasSize(1).first().isInstanceOf(Effect.End.class);
  }

  @Test
  void aRunThatNoEngineCanRunIsBroken() {
    submit(RUN, 100);
    join(A);

    List<Effect> effects = ledger.refused(A, RUN, "class Foo is missing", now);

    Effect.End end = (Effect.End) effects.get(effects.size() - 1);
    assertThat(end.progress().state()).isEqualTo(Progress.State.BROKEN);
    assertThat(end.progress().trouble()).contains("no engine can run it: class Foo is missing");
  }

  @Test
  void aRunThatNoEngineCanRunWaitsAWhileForOneThatCan() {
    Ledger patient = new Ledger(new Policy(Duration.ofMillis(200), 3, 10, Duration.ofSeconds(10)));
    patient.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    patient.engineJoined(A);

    List<Effect> refused = patient.refused(A, RUN, "class Foo is missing", now);
    now = now.plusSeconds(9);
    List<Effect> soon = patient.tick(now);
    patient.engineJoined(B);
    now = now.plusSeconds(9);
    List<Effect> asked = patient.pulled(B, 0, List.of(), false, now);
    List<Effect> able = patient.accepted(B, RUN, now);

    assertThat(refused).isEmpty();
    assertThat(soon).isEmpty();
    assertThat(asked).containsExactly(new Effect.Prepare(B, RUN));
    assertThat(able).containsExactly(assign(B, 1, 0, 1));
  }

  @Test
  void aRunThatNoEngineCanRunSaysSoAndIsBrokenWhenNoneHasComeForAWhile() {
    Ledger patient = new Ledger(new Policy(Duration.ofMillis(200), 3, 10, Duration.ofSeconds(10)));
    patient.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    patient.engineJoined(A);
    patient.refused(A, RUN, "class Foo is missing", now);
    now = now.plusSeconds(9);
    patient.engineJoined(B);
    patient.refused(B, RUN, "class Bar is missing", now);

    Optional<String> trouble = patient.progress(RUN, now).orElseThrow().trouble();
    now = now.plusSeconds(9);
    List<Effect> soon = patient.tick(now);
    now = now.plusSeconds(1);
    List<Effect> late = patient.tick(now);

    assertThat(trouble).contains("no engine can run it: class Bar is missing");
    assertThat(soon).isEmpty();
    Effect.End end = (Effect.End) late.get(0);
    assertThat(end.progress().state()).isEqualTo(Progress.State.REFUSED);
    assertThat(end.progress().trouble()).contains("no engine can run it: class Bar is missing");
  }

  @Test
  void aRunWaitsForAnEngineThatCouldRunItAndWasLost() {
    submit(RUN, 100);
    join(A);
    ask(B);
    ledger.engineLost(A, "gone", now);

    List<Effect> effects = ledger.refused(B, RUN, "class Foo is missing", now);
    now = now.plusSeconds(3600);

    assertThat(effects).isEmpty();
    assertThat(ledger.tick(now)).isEmpty();
    assertThat(progress().trouble().orElseThrow())
        .startsWith("no engine that can run it is left since ");
    assertThat(trialsOf(join(C))).hasSize(1);
    assertThat(progress().trouble()).isEmpty();
  }

  @Test
  void aSuspectThatItsEngineDoesNotRunStaysASuspect() {
    submit(RUN, 1);
    join(A);
    ledger.engineLost(A, "gone", now);
    join(A1);
    ledger.refused(A1, RUN, "class Foo is missing", now);
    join(B);
    ledger.returned(B, 3, Optional.of(TrialRange.of(0)), false, now);
    ledger.engineLeft(B, now);

    List<Effect> effects = join(C);

    Assignment assignment = ((Effect.Assign) effects.get(0)).assignment();
    assertThat(assignment.attempt()).isEqualTo(1);
    assertThat(ledger.engineLost(C, "gone", now)).isEmpty();
    assertThat(attemptOf(join(A2))).as("blamed, since it was alone").isEqualTo(2);
  }

  @Test
  void anEngineIsToldToForgetARunUntilItSaysThatItDid() {
    submit(RUN, 1);
    join(A);
    Effect told = new Effect.Withdraw(A, RUN, true);

    List<Effect> end = record(A, 0, 1, 0.01);
    List<Effect> again = ledger.tick(now);
    ledger.withdrawn(A, RUN, now);

    assertThat(end).contains(told);
    assertThat(again).containsExactly(told);
    assertThat(ledger.tick(now)).isEmpty();
  }

  @Test
  void anEngineThatIsReadyForARunThatHasEndedIsToldToForgetIt() {
    ask(A);
    ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    ledger.cancelled(RUN, now);
    ledger.withdrawn(A, RUN, now);

    assertThat(ledger.accepted(A, RUN, now)).containsExactly(new Effect.Withdraw(A, RUN, true));
  }

  @Test
  void nobodyWaitsForAnEngineThatIsGoneToForgetARun() {
    submit(RUN, 1);
    join(A);
    record(A, 0, 1, 0.01);

    ledger.engineLeft(A, now);

    assertThat(ledger.tick(now)).isEmpty();
  }

  @Test
  void anEngineGetsNoTrialBeforeItSaysThatItCanRunTheStudy() {
    ask(A);

    List<Effect> asked =
        ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    List<Effect> again = ask(A);
    List<Effect> accepted = ledger.accepted(A, RUN, now);

    assertThat(asked).containsExactly(new Effect.Prepare(A, RUN));
    assertThat(again).isEmpty();
    assertThat(accepted).containsExactly(assign(A, 1, 0, 1));
  }

  @Test
  void anEngineThatDoesNotAnswerIsAskedAgainAfterAWhile() {
    ask(A);
    ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    now = now.plusSeconds(6);

    assertThat(ask(A)).containsExactly(new Effect.Prepare(A, RUN));
  }

  @Test
  void anEngineThatIsSlowToAnswerHoldsUpNoOther() {
    ask(A);
    ask(B);
    ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);

    assertThat(ledger.accepted(B, RUN, now)).containsExactly(assign(B, 1, 0, 1));
  }

  @Test
  void aRunGoesOnAsLongAsSomeEngineHasNotRefusedIt() {
    ask(A);
    ask(B);
    ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);

    ledger.refused(A, RUN, "class Foo is missing", now);

    assertThat(progress().state()).isEqualTo(Progress.State.RUNNING);
    assertThat(progress().leftOut())
        .containsExactly(new Progress.LeftOut("a", "class Foo is missing"));
    assertThat(ledger.refused(B, RUN, "class Foo is missing", now))
        .anyMatch(effect -> effect instanceof Effect.End);
  }

  /** An engine is there and asks for work; what it is asked in turn it does not answer yet. */
  private List<Effect> ask(EngineId engine) {
    ledger.engineJoined(engine);
    return ledger.pulled(engine, 0, List.of(), false, now);
  }

  @Test
  void anEngineThatCannotRunAStudyIsLeftOut() {
    submit(RUN, 100);
    join(A);
    join(B);
    ledger.refused(A, RUN, "class Foo is missing", now);

    List<Effect> effects = pull(A, 1, 0);

    assertThat(effects).noneMatch(effect -> effect instanceof Effect.Assign);
  }

  @Test
  void whatAnEngineThatLeavesHadGoesOutAgainAndNoTrialIsBlamed() {
    submit(RUN, 100);
    for (EngineId engine : List.of(A, B, C)) {
      join(engine);
      ledger.engineLeft(engine, now);
      ledger.checkInvariants();
    }

    List<Effect> effects = join(new EngineId("d"));

    assertThat(effects).hasSize(1);
    Assignment assignment = ((Effect.Assign) effects.get(0)).assignment();
    assertThat(assignment.trials()).isEqualTo(TrialRange.of(0));
    assertThat(assignment.attempt()).isEqualTo(1);
  }

  @Test
  void aRunWhoseFirstTrialsAllFailAlikeStopsWithTheReason() {
    submit(RUN, 100);
    join(A);
    fail(A, 0, 19);

    List<Effect> effects = fail(A, 19, 20);

    assertThat(effects).containsExactly(new Effect.Withdraw(A, RUN, false));
    assertThat(progress().state()).isEqualTo(Progress.State.STOPPED);
    assertThat(progress().trouble())
        .contains(
            "the first 20 trials failed in the same way: java.io.IOException: no data, at"
                + " mine.Mine.run(Mine.java:12)");
  }

  @Test
  void whatWasUnderWayWhenARunStoppedIsRecorded() {
    submit(RUN, 100);
    join(A);
    fail(A, 0, 20);

    fail(A, 20, 25);
    List<Effect> effects = ledger.withdrawn(A, RUN, now);

    assertThat(effects).hasSize(1);
    assertThat(((Effect.End) effects.get(0)).progress().failed()).isEqualTo(25);
  }

  @Test
  void aRunOfFewTrialsIsRunToItsEndWhateverFails() {
    submit(RUN, 20);
    join(A);

    List<Effect> effects = fail(A, 0, 20);

    assertThat(((Effect.End) effects.get(0)).progress().state())
        .isEqualTo(Progress.State.COMPLETED);
  }

  @Test
  void aRunThatIsToldToGoOnDoesWhateverFails() {
    submit(RUN, 100, FailureLimit.NONE);
    join(A);

    fail(A, 0, 99);

    assertThat(progress().state()).isEqualTo(Progress.State.RUNNING);
  }

  @Test
  void untilATrialHasSucceededNoMoreAreHandedOutThanMayFail() {
    submit(RUN, 1_000_000);
    join(A);
    fail(A, 0, 1);

    assertThat(trialsOf(pull(A, 1, 0))).containsExactly(new TrialRange(1, 10));

    record(A, 1, 10, 0.001);
    assertThat(trialsOf(pull(A, 2, 0)).get(0).size()).isGreaterThan(1_000);
  }

  @Test
  void untilATrialHasSucceededAnEngineWithUnrecordedTrialsWaitsWhileTwentyAreUnderWay() {
    submit(RUN, 1_000_000);
    join(A);

    for (int number = 1; number < 20; number++) {
      assertThat(pull(A, number, 0)).containsExactly(assign(A, number + 1, number, number + 1));
    }

    assertThat(pull(A, 20, 0)).isEmpty();
  }

  @Test
  void enginesThatWaitForRoomAreServedAsSoonAsATrialHasSucceeded() {
    submit(RUN, 1_000_000);
    join(A);
    join(B);
    for (int number = 2; number < 20; number++) {
      pull(A, number, 0);
    }
    pull(A, 20, 0);
    pull(B, 2, 0);

    assertThat(fail(A, 0, 1)).isEmpty(); // one less may fail now
    assertThat(enginesOf(record(A, 2, 3, 0.001))).containsExactly(A, B);
  }

  @Test
  void anEngineWithoutTrialsGetsOneHoweverManyAreUnderWay() {
    submit(RUN, 1_000_000);
    join(A);
    for (int number = 1; number < 20; number++) {
      pull(A, number, 0);
    }

    assertThat(join(B)).containsExactly(assign(B, 21, 20, 21));
    assertThat(pull(B, 21, 0)).isEmpty();
  }

  @Test
  void anEngineThatWaitsForRoomGetsTrialsOfAnotherRun() {
    submit(RUN, 1_000_000);
    join(A);
    for (int number = 1; number < 20; number++) {
      pull(A, number, 0);
    }
    pull(A, 20, 0);

    List<Effect> effects = submit(OTHER, 10);

    assertThat(runOf(effects)).isEqualTo(OTHER);
  }

  @Test
  void nothingIsRecalledForAnEngineThatWaitsForRoom() {
    submit(RUN, 1_000_000);
    join(A);
    join(B);
    fail(A, 0, 1);
    pull(A, 1, 0);
    for (int number = 3; progress().running() < 19; number++) {
      pull(A, number, 1);
    }
    now = now.plusSeconds(3); // what A holds is stuck

    List<Effect> effects = pull(B, 2, 0);

    assertThat(effects).isEmpty();
  }

  @Test
  void aTrialRecordedTwiceFailsOnce() {
    submit(RUN, 100, FailureLimit.of(5));
    join(A);

    for (int i = 0; i < 10; i++) {
      fail(A, 0, 5);
    }
    assertThat(progress().state()).isEqualTo(Progress.State.RUNNING);

    fail(A, 5, 6);
    assertThat(progress().state()).isEqualTo(Progress.State.STOPPED);
  }

  @Test
  void aRunWithoutEnginesSaysSinceWhenAndHowTheLastOneWent() {
    submit(RUN, 100);
    assertThat(progress().trouble()).isEmpty();
    join(A);
    join(B);
    ledger.engineLeft(A, now);
    assertThat(progress().trouble()).isEmpty();

    ledger.nodeLost("b", "exit status 137", true, now);

    String time = now.atZone(ZoneId.systemDefault()).toLocalTime().withNano(0).toString();
    assertThat(progress().trouble().orElseThrow())
        .startsWith("no engine is left since " + time)
        .endsWith("; the last, b, died: exit status 137");
    join(C);
    assertThat(progress().trouble()).isEmpty();
  }

  @Test
  void aRunIsWithoutEnginesIfThoseThatAreLeftCannotRunIt() {
    ledger.submitted(RUN, TrialRanges.upTo(9), new Tally(9, 0, 0), FailureLimit.DEFAULT, now);
    ledger.engineJoined(A);
    ledger.engineJoined(B);
    ledger.accepted(A, RUN, now);
    ledger.refused(B, RUN, "no such class", now);

    ledger.engineLeft(A, now);

    assertThat(progress().trouble().orElseThrow())
        .startsWith("no engine that can run it is left since ")
        .endsWith("; the last, a, left");
  }

  @Test
  void progressTellsTheRateAndTheTimeLeft() {
    submit(RUN, 100);
    join(A);

    now = now.plusSeconds(1);
    record(A, 0, 1, 1);
    now = now.plusSeconds(1);

    assertThat(progress().rate()).isEqualTo(0.5);
    assertThat(progress().remaining()).contains(Duration.ofSeconds(198));
  }

  @Test
  void anEngineThatGotWorkLateIsNotTakenForIdle() {
    submit(RUN, 1);
    join(A);
    record(B, 0, 1, 0.1); // the assignment of A is still on its way
    pull(A, 0, 0);

    pull(A, 1, 1); // it has arrived

    ledger.checkInvariants();
  }

  private List<Effect> submit(RunId run, long trials) {
    return submit(run, trials, FailureLimit.DEFAULT);
  }

  private List<Effect> submit(RunId run, long trials, FailureLimit limit) {
    return accepted(
        ledger.submitted(run, TrialRanges.upTo(trials), new Tally(trials, 0, 0), limit, now));
  }

  /** What happens when every engine that is asked can run the study. */
  private List<Effect> accepted(List<Effect> effects) {
    List<Effect> all = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Prepare asked) {
        all.addAll(accepted(ledger.accepted(asked.engine(), asked.run(), now)));
      } else {
        all.add(effect);
      }
    }
    return all;
  }

  /** An engine joins and asks for work. */
  private List<Effect> join(EngineId engine) {
    ledger.engineJoined(engine);
    return pull(engine, 0, 0);
  }

  private List<Effect> pull(EngineId engine, long received, int holding) {
    return accepted(
        ledger.pulled(engine, received, holding == 0 ? List.of() : List.of(received), false, now));
  }

  private List<Effect> record(EngineId by, long first, long end, double seconds) {
    Tally before = new Tally(progress().trials(), progress().ok(), progress().failed());
    TrialRange trials = new TrialRange(first, end);
    return accepted(
        ledger.recorded(
            RUN,
            trials,
            List.of(),
            new Tally(before.trials(), before.ok() + trials.size(), before.failed()),
            seconds,
            by,
            now));
  }

  /** Trials are recorded that failed, all in the same way. */
  private List<Effect> fail(EngineId by, long first, long end) {
    FailureKind kind = new FailureKind("java.io.IOException", "mine.Mine.run(Mine.java:12)");
    TrialRange trials = new TrialRange(first, end);
    return accepted(
        ledger.recorded(
            RUN,
            trials,
            LongStream.range(first, end)
                .mapToObj(trial -> new FailedTrial(trial, kind, "java.io.IOException: no data"))
                .toList(),
            new Tally(progress().trials(), progress().ok(), progress().failed() + trials.size()),
            0.001,
            by,
            now));
  }

  /** Everything a new engine gets if it records each assignment as soon as it has it. */
  private List<Effect> drain(EngineId engine) {
    List<Effect> all = new ArrayList<>();
    List<Effect> effects = join(engine);
    while (assigned(effects)) {
      all.addAll(effects);
      Assignment assignment = ((Effect.Assign) effects.get(0)).assignment();
      record(engine, assignment.trials().first(), assignment.trials().end(), 0.02);
      if (ledger.runs().isEmpty()) {
        break;
      }
      effects = pull(engine, assignment.number(), 0);
    }
    return all;
  }

  private Progress progress() {
    return ledger.progress(RUN, now).orElseThrow();
  }

  private static boolean assigned(List<Effect> effects) {
    return !effects.isEmpty() && effects.get(0) instanceof Effect.Assign;
  }

  private static List<TrialRange> trialsOf(List<Effect> effects) {
    return effects.stream().map(effect -> ((Effect.Assign) effect).assignment().trials()).toList();
  }

  private static List<EngineId> enginesOf(List<Effect> effects) {
    return effects.stream().map(effect -> ((Effect.Assign) effect).engine()).toList();
  }

  private static int attemptOf(List<Effect> effects) {
    return ((Effect.Assign) effects.get(0)).assignment().attempt();
  }

  private static RunId runOf(List<Effect> effects) {
    return ((Effect.Assign) effects.get(0)).assignment().run();
  }

  private static Effect assign(EngineId engine, long number, long first, long end) {
    return new Effect.Assign(
        engine, new Assignment(number, RUN, new TrialRange(first, end), 1, false));
  }
}
