package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.store.StoreException;

/** Checks the behaviour of a closed storage. */
final class ClosedAssertions {
  private ClosedAssertions() {}

  /** Fails if one of the calls ends in anything other than CLOSED. */
  static void assertFailAsClosed(Runnable... calls) {
    for (int i = 0; i < calls.length; i++) {
      assertThatThrownBy(calls[i]::run)
          .as("call %d", i)
          .isInstanceOfSatisfying(StoreException.class, ClosedAssertions::assertClosed);
    }
  }

  static void assertClosed(StoreException e) {
    assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED);
  }
}
