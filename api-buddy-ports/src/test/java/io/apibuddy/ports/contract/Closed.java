package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.store.StoreException;

/** Checks the behaviour of a closed storage. */
final class Closed {
  private Closed() {}

  /** Fails if one of the calls ends in anything other than CLOSED. */
  static void assertEndInClosed(Runnable... calls) {
    for (int i = 0; i < calls.length; i++) {
      assertThatThrownBy(calls[i]::run)
          .as("call %d", i)
          .isInstanceOfSatisfying(StoreException.class, Closed::assertSaid);
    }
  }

  static void assertSaid(StoreException e) {
    assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED);
  }
}
