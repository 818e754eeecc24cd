package io.apibuddy.bootstrap.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
  private final ManualTicker ticker = new ManualTicker();
  private final LiveFeed feed = new LiveFeed(ticker);
  private boolean admitted = true;

  private InputStream subscribe() {
    return Objects.requireNonNull(feed.subscribe(() -> "{}", () -> admitted));
  }

  private static String next(InputStream events) throws Exception {
    byte[] block = new byte[4_096];
    int count = events.read(block);
    return count < 0 ? "(end)" : new String(block, 0, count, StandardCharsets.UTF_8);
  }

  private void exchange(String path) {
    feed.onExchangeCompleted(
        new ExchangeCompleted(
            "id",
            Instant.EPOCH,
            null,
            "GET",
            path,
            200,
            CacheOutcome.HIT,
            null,
            Duration.ZERO,
            0,
            true));
  }

  @Test
  void summaryIsSentFirstAndThenEverySecond() throws Exception {
    InputStream events = subscribe();
    assertThat(next(events)).isEqualTo("event: summary\ndata: {}\n\n");

    exchange("/a");
    assertThat(next(events)).startsWith("event: exchange\n").contains("\"path\":\"/a\"");

    exchange("/b");
    ticker.advance(Duration.ofSeconds(1));
    assertThat(next(events)).startsWith("event: summary");
    assertThat(next(events)).contains("\"path\":\"/b\"");
  }

  @Test
  void slowViewerLosesEventsInsteadOfDelayingExchanges() throws Exception {
    InputStream slow = subscribe();
    for (int i = 0; i < 100_000; i++) {
      exchange("/" + i);
    }

    next(slow);
    for (int i = 0; i < 512; i++) {
      assertThat(next(slow)).contains("\"path\":\"/" + i + "\"");
    }
    exchange("/later");
    assertThat(next(slow)).contains("\"path\":\"/later\"");
  }

  @Test
  void lineBreaksInAPathCannotForgeAnEvent() throws Exception {
    InputStream events = subscribe();
    next(events);
    exchange("/a\n\nevent: x");

    assertThat(next(events)).contains("/a\\n\\nevent: x");
  }

  @Test
  void numberOfViewersIsBoundedAndFallsWhenTheyLeave() throws Exception {
    InputStream first = subscribe();
    for (int i = 1; i < LiveFeed.MAX_VIEWERS; i++) {
      subscribe();
    }
    assertThat(feed.subscribe(() -> "{}", () -> admitted)).isNull();

    first.close();
    assertThat(next(first)).isEqualTo("(end)");
    assertThat(feed.viewers()).isEqualTo(LiveFeed.MAX_VIEWERS - 1);

    InputStream last = subscribe();
    feed.close();
    assertThat(next(last)).isEqualTo("(end)");
    assertThat(feed.viewers()).isZero();
    assertThat(feed.subscribe(() -> "{}", () -> admitted)).isNull();
  }

  @Test
  void viewerThatLosesItsPermissionIsDisconnectedAtTheNextSummary() throws Exception {
    InputStream events = subscribe();
    next(events);

    admitted = false;
    ticker.advance(Duration.ofSeconds(1));
    exchange("/a");
    assertThat(next(events)).isEqualTo("(end)");
    assertThat(feed.viewers()).isZero();
  }
}
