package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests that join a fill while its leader looks into the store once more. */
class JoiningEarlyTest {

  private final Gate gate = new Gate();
  private final SteppedStorage storage = new SteppedStorage();

  @AutoClose
  private final CoreFixture proxy =
      new CoreFixture(
          new FakeUpstream(
              received -> {
                if (received.request().target().endsWith("/x")) {
                  gate.pass();
                }
                return UpstreamAnswer.of(200, CoreFixture.BODY);
              }),
          cache -> cache,
          CoreFixture.storage(storage));

  /** A storage in memory that never rules a key out, and runs the next step at each lookup. */
  private static final class SteppedStorage extends ForwardingStorage {
    final Queue<Step> next = new ArrayDeque<>();

    interface Step {
      void run() throws Exception;
    }

    SteppedStorage() {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
    }

    @Override
    public ResponseStore responses() {
      return new ForwardingResponseStore(super.responses()) {
        @Override
        public boolean lacks(CacheKey key) {
          return false;
        }

        @Override
        public List<StoredResponse> candidates(CacheKey key) {
          List<StoredResponse> found = super.candidates(key);
          Step step = next.poll();
          if (step != null) {
            try {
              step.run();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
          return found;
        }
      };
    }
  }

  /** Lets another fetch end during the leader's first lookup, so that the leader looks again. */
  private void onSecondLookup(SteppedStorage.Step step) {
    storage.next.add(() -> assertThat(proxy.get("/api/other").status()).isEqualTo(200));
    storage.next.add(() -> {}); // of the other fetch
    storage.next.add(step);
  }

  @Test
  void followerThatJoinsEarlyAndLeavesDoesNotEndTheFill() throws Exception {
    onSecondLookup(
        () -> {
          FakeRequest follower = FakeRequest.get("/api/x");
          follower.leave();
          assertThat(proxy.ask(follower).status()).isEqualTo(499);
        });
    gate.open();

    assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");

    assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
  }

  @Test
  void failedLookupLeavesNothingInFlight() throws Exception {
    onSecondLookup(
        () -> {
          throw new IllegalStateException("a bug");
        });
    assertThatThrownBy(() -> proxy.get("/api/x")).hasRootCauseMessage("a bug");

    Background<CoreFixture.Answer> leader = proxy.asking(FakeRequest.get("/api/x"));
    gate.awaitArrival();
    Background<CoreFixture.Answer> follower = proxy.asking(FakeRequest.get("/api/x"));
    follower.awaitWaitingIn("awaitHead");
    gate.open();

    assertThat(leader.get().field("X-Cache")).isEqualTo("MISS");
    assertThat(follower.get().field("X-Cache")).isEqualTo("COLLAPSED");
  }
}
