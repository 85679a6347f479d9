package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.jgrapht.Graph;
import org.jgrapht.alg.isomorphism.VF2GraphIsomorphismInspector;
import org.jgrapht.generate.NamedGraphGenerator;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.jgrapht.util.SupplierUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContactNetworkTest {

  @Test
  void theKarateClubHasTheDegreesThatZacharyDrew() {
    int[][] contacts = ContactNetwork.KARATE.contacts(0, 0, new Random(4));

    assertThat(Arrays.stream(contacts).mapToInt(each -> each.length))
        .containsExactly(
            16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3,
            4, 4, 6, 12, 17);
  }

  @Test
  void theKarateClubIsTheOneThatOthersKnow() {
    Graph<Integer, DefaultEdge> known =
        new SimpleGraph<>(SupplierUtil.createIntegerSupplier(), DefaultEdge::new, false);
    new NamedGraphGenerator<Integer, DefaultEdge>().generateZacharyKarateClubGraph(known);

    Graph<Integer, DefaultEdge> shipped = ContactNetwork.KARATE.graph(0, 0, new Random(4));

    assertThat(shipped.edgeSet()).hasSize(78);
    assertThat(new VF2GraphIsomorphismInspector<>(shipped, known).isomorphismExists()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"ERDOS_RENYI, 4.0", "BARABASI_ALBERT, 4.0", "WATTS_STROGATZ, 4.0"})
  void aGeneratedNetworkHasTheSizeAndTheMeanDegreeAskedFor(ContactNetwork network, double degree) {
    int[][] contacts = network.contacts(1_000, 4, new Random(4));

    assertThat(contacts.length).isEqualTo(1_000);
    assertThat(Arrays.stream(contacts).mapToInt(each -> each.length).average().orElseThrow())
        .isBetween(degree - 0.01, degree);
  }

  @ParameterizedTest
  @EnumSource(value = ContactNetwork.class, names = "KARATE", mode = EnumSource.Mode.EXCLUDE)
  void aGeneratedNetworkFollowsFromTheRandomNumbers(ContactNetwork network) {
    int[][] once = network.contacts(100, 4, new Random(4));

    assertThat(network.contacts(100, 4, new Random(4))).isDeepEqualTo(once);
    assertThat(Arrays.deepEquals(network.contacts(100, 4, new Random(5)), once)).isFalse();
  }

  @Test
  void aNetworkThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> ContactNetwork.ofLabel("karat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the parameter 'network' is 'karat'; it must be one of karate, erdos-renyi,"
                + " barabasi-albert, watts-strogatz");
  }
}
