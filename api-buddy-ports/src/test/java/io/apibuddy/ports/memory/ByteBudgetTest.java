package io.apibuddy.ports.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  @Test
  void wholeBudgetCanBeTakenAndNoMore() {
    ByteBudget budget = new ByteBudget(10);

    assertThat(budget.tryReserve(11)).isFalse();
    assertThat(budget.tryReserve(10)).isTrue();
    assertThat(budget.tryReserve(1)).isFalse();
    assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();
    assertThat(budget.tryReserve(0)).isTrue();
    budget.release(4);
    assertThat(budget.used()).isEqualTo(6);
    assertThat(budget.tryReserve(4)).isTrue();
  }

  @Test
  void someUsersLeaveHalfOfTheBudgetToOthers() {
    ByteBudget budget = new ByteBudget(10);

    assertThat(budget.tryReserveFromHalf(6)).isFalse();
    assertThat(budget.tryReserveFromHalf(5)).isTrue();
    assertThat(budget.tryReserveFromHalf(1)).isFalse();
    assertThat(budget.tryReserve(5)).isTrue();
    budget.release(6);
    assertThat(budget.tryReserveFromHalf(1)).isTrue();
  }

  @Test
  void reservedBytesStayReservedWhenTheSizeChanges() {
    ByteBudget budget = new ByteBudget(10);
    budget.tryReserve(8);
    budget.resize(5);

    assertThat(budget.limit()).isEqualTo(5);
    assertThat(budget.used()).isEqualTo(8);
    assertThat(budget.tryReserve(1)).isFalse();
    budget.release(4);
    assertThat(budget.tryReserve(1)).isTrue();
    budget.resize(20);
    assertThat(budget.tryReserve(15)).isTrue();
    assertThat(budget.tryReserve(1)).isFalse();
  }

  @Test
  void concurrentThreadsTakeNoMoreThanTheBudget() {
    ByteBudget budget = new ByteBudget(1000);

    assertThat(IntStream.range(0, 4000).parallel().filter(i -> budget.tryReserve(1)).count())
        .isEqualTo(1000);
    assertThat(budget.used()).isEqualTo(1000);
  }

  @Test
  void reservationThatFailsKeepsOutNoSmallerOne() {
    ByteBudget budget = new ByteBudget(10);
    CompletableFuture<Boolean> tooLarge =
        CompletableFuture.supplyAsync(
            () -> IntStream.range(0, 3_000_000).anyMatch(i -> budget.tryReserve(11)));
    boolean taken = true;
    while (taken && !tooLarge.isDone()) {
      taken = budget.tryReserve(1);
      budget.release(taken ? 1 : 0);
    }

    assertThat(taken).isTrue();
    assertThat(tooLarge.join()).isFalse();
    assertThat(budget.used()).isZero();
  }
}
