package io.apibuddy.ports.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapShareTest {
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @ValueSource(longs = {240 * MIB, 256 * MIB, 4096 * MIB, Long.MAX_VALUE})
  void heapOfTheUsualSizeOrMoreHasTheWholeBound(long heap) {
    assertThat(HeapShare.of(64 * MIB, heap)).isEqualTo(64 * MIB);
  }

  @Test
  void smallerHeapHasASmallerBound() {
    assertThat(HeapShare.of(64 * MIB, 60 * MIB)).isEqualTo(16 * MIB);
  }

  @Test
  void boundMayBeMuchLargerThanTheHeap() {
    assertThat(HeapShare.of(1L << 60, 60 * MIB)).isEqualTo(1L << 58);
  }

  @Test
  void boundOfThisJvmIsThatOfItsHeap() {
    assertThat(HeapShare.of(MIB)).isEqualTo(HeapShare.of(MIB, Runtime.getRuntime().maxMemory()));
  }
}
