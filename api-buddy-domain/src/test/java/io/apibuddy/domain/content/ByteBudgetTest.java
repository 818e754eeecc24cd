package io.apibuddy.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.Background;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  @Test
  void wholeBudgetCanBeTakenAndNoMore() {
    ByteBudget budget = new ByteBudget(10);

    assertThat(budget.tryReserve(11)).isFalse();
    assertThat(budget.tryReserve(10)).isTrue();
    assertThat(budget.tryReserve(1)).isFalse();
    assertThat(budget.tryReserve(0)).isTrue();
    budget.release(4);
    assertThat(budget.used()).isEqualTo(6);
    assertThat(budget.tryReserve(4)).isTrue();
  }

  @Test
  void concurrentThreadsTakeNoMoreThanTheBudget() throws Exception {
    ByteBudget budget = new ByteBudget(1000);
    List<Background<Integer>> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(
          Background.start(
              () -> {
                int taken = 0;
                for (int j = 0; j < 1000; j++) {
                  taken += budget.tryReserve(1) ? 1 : 0;
                }
                return taken;
              }));
    }
    int taken = 0;
    for (Background<Integer> taker : takers) {
      taken += taker.get();
    }

    assertThat(taken).isEqualTo(1000);
    assertThat(budget.used()).isEqualTo(1000);
  }
}
