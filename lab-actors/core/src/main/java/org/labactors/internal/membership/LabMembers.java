package org.labactors.internal.membership;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.labactors.node.Role;

/** The nodes of a cluster that have a lab. */
public final class LabMembers {

  private static final Set<MemberStatus> BEFORE =
      Set.of(MemberStatus.joining(), MemberStatus.weaklyUp());

  private LabMembers() {}

  /** All of them, whatever their status; who is taken in first is the first. */
  public static List<Member> byAge(CurrentClusterState state) {
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .filter(member -> member.hasRole(Role.LAB.toString()))
        .sorted((one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0)
        .toList();
  }

  /** Whether a member has been taken in. */
  public static boolean isTakenIn(Member member) {
    return !BEFORE.contains(member.status());
  }

  /** Whether a member is leaving the cluster or has been given up. */
  public static boolean isOnItsWayOut(Member member) {
    return member.status().equals(MemberStatus.down())
        || member.status().equals(MemberStatus.exiting());
  }
}
