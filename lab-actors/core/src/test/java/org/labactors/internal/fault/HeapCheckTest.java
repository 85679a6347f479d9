package org.labactors.internal.fault;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.labactors.node.NodeException;

class HeapCheckTest {

  private static final long MIB = 1 << 20;

  @Test
  void aHeapThatIsTooSmallIsRefusedWithTheSmallestThatIsNot() {
    assertThatThrownBy(() -> HeapCheck.require(32 * MIB, 20 * MIB, "a node of a cluster"))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "the heap of the Java machine may take 20 MB; a node of a cluster needs 32 MB at least,"
                + " more for large results\n"
                + "Give it more, such as LAB_JAVA_OPTS=-Xmx128m.");
  }

  /** Of -Xmx32m the serial collector shows 31 MB. */
  @Test
  void theSmallestHeapIsAcceptedWhateverTheCollectorLeavesOut() {
    assertThatCode(() -> HeapCheck.require(32 * MIB, 31 * MIB, "a node"))
        .doesNotThrowAnyException();
  }
}
