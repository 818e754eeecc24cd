package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import org.junit.jupiter.api.Test;

/** An answer without content has no last byte that could be held back until it is stored. */
class EmptyAnswerTest {

  /** Holds each commit until the gate opens. */
  private static final class HeldStorage extends ForwardingStorage {
    private final Gate committing = new Gate();

    HeldStorage() {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
    }

    @Override
    public ResponseStore responses() {
      return new ForwardingResponseStore(super.responses()) {
        @Override
        public EntryWriter begin(EntryDraft draft) {
          return new HeldWriter(super.begin(draft));
        }
      };
    }

    private final class HeldWriter extends ForwardingEntryWriter {

      HeldWriter(EntryWriter writer) {
        super(writer);
      }

      @Override
      public boolean commit(EntryCompletion completion) {
        try {
          committing.pass();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return super.commit(completion);
      }
    }
  }

  @Test
  void requestAfterAnEmptyAnswerIsAHit() throws Exception {
    HeldStorage storage = new HeldStorage();
    FakeUpstream upstream =
        new FakeUpstream(
            UpstreamAnswer.of(204, "", "Cache-Control", "max-age=60", "Content-Length", "0"));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().http(), CoreFixture.storage(storage))) {
      Background<CoreFixture.Answer> first = proxy.asking(FakeRequest.get("/api/x"));
      storage.committing.awaitArrival();
      Background<CoreFixture.Answer> follower = proxy.asking(FakeRequest.get("/api/x"));
      follower.awaitWaitingIn("awaitHead");
      storage.committing.open();

      assertThat(first.get().field("X-Cache")).isEqualTo("MISS");
      assertThat(follower.get().field("X-Cache")).isEqualTo("COLLAPSED");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
    }
  }
}
