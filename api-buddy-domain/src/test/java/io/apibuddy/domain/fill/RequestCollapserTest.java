package io.apibuddy.domain.fill;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.Background;
import io.apibuddy.domain.FailingStore;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.CredentialFingerprint;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.local.StoreNotices;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RequestCollapserTest {
  private static final CacheKey KEY = Entries.key("api", "/things");
  private static final ResponseHead OK = new ResponseHead(200, Headers.EMPTY);

  private final RequestCollapser collapser = new RequestCollapser();
  private final GuardedResponseStore store =
      new GuardedResponseStore(
          new FailingStore().responses(),
          ResponseInspector.NONE,
          new StoreNotices(new RecordingNotices(), new ManualTicker()));

  /** Returns a fill that never runs; all of them belong to one group. */
  private Fill fill() {
    CacheConfiguration cache = CacheConfiguration.DEFAULT;
    CacheLookup lookup =
        new CacheLookup(
            cache,
            KEY,
            RequestDirectives.NONE,
            Headers.EMPTY,
            new CredentialFingerprint(
                new byte[32], new KeyConfiguration(Set.of(), List.of(), List.of(), Set.of())),
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

  private static Fetch fetchingNothing() {
    return (Fetch)
        Proxy.newProxyInstance(
            Fetch.class.getClassLoader(),
            new Class<?>[] {Fetch.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @Test
  void newLeaderSeesThatAnEarlierFillHasSettled() throws Exception {
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

  private List<Fill> begun(int count) {
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Fill fill = fill();
      collapser.begin(fill);
      collapser.takeTurn(fill);
      fills.add(fill);
    }
    return fills;
  }

  @Test
  void onlyEarlierFillsAreOvertaken() {
    List<Fill> fills = begun(4);
    collapser.takeTurn(fills.get(0)); // once more
    collapser.overtake(fills.get(2), OK);

    assertThat(fills.get(1).link()).isNull();
    assertThat(fills).filteredOn(fill -> fill.link() == null).hasSize(1);
    collapser.overtake(fills.get(0), OK);
    assertThat(fills).filteredOn(fill -> fill.link() == null).hasSize(4 - 1);
    collapser.overtake(fills.get(1), OK);
    assertThat(fills.get(0).link()).isNotNull();
    assertThat(collapser.mayYetStore(KEY)).isTrue();
    fills.forEach(collapser::end);
    assertThat(collapser.mayYetStore(KEY)).isFalse();
  }

  @Test
  void fillThatWillNotBeStoredCanStillBeOutdated() {
    Fill fill = begun(1).get(0);
    collapser.dropUnstored(fill);
    assertThat(collapser.mayYetStore(KEY)).isFalse();
    assertThat(collapser.lead(fill)).isTrue();

    collapser.markOutdated(EntrySelector.ALL);
    assertThat(collapser.lead(fill)).isTrue(); // it can no longer be joined
  }

  @Test
  @Timeout(20)
  void manyFillsOfOneKeyEndAndOvertakeWithoutALinearSearch() {
    for (boolean inOrder : new boolean[] {true, false}) {
      List<Fill> fills = begun(40_000);
      if (!inOrder) {
        Collections.reverse(fills);
      }
      for (Fill fill : fills) {
        collapser.overtake(fill, OK);
        if (inOrder) {
          collapser.end(fill);
        }
      }
      fills.forEach(collapser::end);
    }
    assertThat(collapser.mayYetStore(KEY)).isFalse();
  }
}
