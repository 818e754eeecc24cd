package io.apibuddy.domain.fill;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.Background;
import io.apibuddy.domain.FailingStore;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.CredentialFingerprint;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.content.ByteBudget;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.local.StoreNotices;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestCollapserTest {
  private static final CacheKey KEY = Entries.key("api", "/things");

  private final RequestCollapser collapser = new RequestCollapser();
  private final GuardedResponseStore store =
      new GuardedResponseStore(
          new FailingStore().responses(),
          ResponseInspector.NONE,
          new StoreNotices(new RecordingNotices(), new ManualTicker()));

  /** A fill of one group with all others, which never runs. */
  private Fill fill() {
    CacheConfiguration cache = CacheConfiguration.DEFAULT;
    CacheLookup lookup =
        new CacheLookup(
            cache,
            KEY,
            RequestDirectives.NONE,
            Headers.EMPTY,
            new CredentialFingerprint(new byte[32], Set.of()),
            "");
    return new Fill(
        lookup,
        new RequestCollapser.Group(KEY, Headers.EMPTY),
        fetchingNothing(),
        new Revalidation(List.of(), Headers.EMPTY, Headers.EMPTY, lookup, false, false, store),
        new EntryDrafts(cache, BodyDigest.NONE),
        store,
        new ManualClock(),
        new Spool(new ByteBudget(0), Duration.ZERO),
        collapser,
        collapser::end);
  }

  private static Fill.Fetch fetchingNothing() {
    return (Fill.Fetch)
        Proxy.newProxyInstance(
            Fill.Fetch.class.getClassLoader(),
            new Class<?>[] {Fill.Fetch.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @Test
  void whoFindsNobodyToJoinSeesThatSomebodyHasSettled() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong led = new AtomicLong();
    Fill one = fill();
    Fill other = fill();
    Background<Boolean> settling =
        Background.start(
            () -> {
              while (!enough.get()) {
                if (collapser.lead(one)) {
                  led.incrementAndGet();
                  collapser.settle(one);
                }
              }
              return true;
            });
    try {
      for (int settled = 0; settled < 50_000; settled++) {
        long before = led.get();
        while (!collapser.lead(other)) {
          before = led.get();
          Thread.onSpinWait();
        }
        assertThat(collapser.settledCount()).isGreaterThanOrEqualTo(settled + before);
        collapser.settle(other);
      }
    } finally {
      enough.set(true);
    }
    assertThat(settling.get()).isTrue();
  }
}
