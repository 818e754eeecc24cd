package io.apibuddy.bootstrap.cli;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The line at the bottom of the terminal that sums up what a proxy does. */
class StatusLineTest {
  private static final String ERASE = "\r\u001B[K";

  /** Returns a line as it is written: with wrapping off, and on again after it. */
  private static String whole(String text) {
    return "\u001B[?7l" + text + "\u001B[?7h";
  }

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final StatusLine line = new StatusLine(screen, StandardCharsets.UTF_8);

  private String screen() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private static String text(int inFlight, SavedTokens... tokens) {
    Savings savings = new Savings(3, 300, 1.5, List.of(tokens));
    Traffic traffic = new Traffic(5, 2, 3, 0, 2, 100, savings);
    return new StatusText(new ProxyMetrics(Map.of("a", traffic), 0, Duration.ZERO), inFlight)
        .toString();
  }

  private static SavedTokens tokens(String model, String money, String currency) {
    return new SavedTokens(model, 1, 0, 1, new BigDecimal(money), currency);
  }

  @Test
  void showsRequestsHitRateSavingsAndRequestsInFlight() {
    assertThat(text(1)).isEqualTo("5 requests, 40.0 % hits, 3 calls saved, 1 in flight");
    SavedTokens unpriced = new SavedTokens("x", 7, 0, 7, null, null);
    assertThat(text(0, tokens("m", "1.204", "USD"), tokens("n", "0.3", "USD"), unpriced))
        .isEqualTo("5 requests, 40.0 % hits, 3 calls saved, 1.50 USD, 0 in flight");
  }

  @Test
  void isCutToTheWidthOfATerminal() {
    SavedTokens[] tokens =
        List.of("AAA", "BBB", "CCC", "DDD", "EEE").stream()
            .map(currency -> tokens(currency, "123456789", currency))
            .toArray(SavedTokens[]::new);

    assertThat(text(0, tokens)).hasSize(79);
  }

  @Test
  void isRewrittenInPlace() {
    line.show("one");
    line.show("two");
    line.remove();
    line.remove();

    assertThat(screen()).isEqualTo(whole("one") + ERASE + whole("two") + ERASE);
  }

  @Test
  void staysBelowOtherOutput() {
    PrintStream log = new PrintStream(line.above(screen), true, StandardCharsets.UTF_8);

    log.println("before");
    line.show("status");
    log.println("a line");
    log.write('x');
    line.show("later");
    log.println("y");
    line.remove();
    log.println("after");

    assertThat(screen())
        .isEqualTo(
            "before\n"
                + whole("status")
                + ERASE
                + "a line\n"
                + whole("status")
                + ERASE
                + "xy\n"
                + whole("later")
                + ERASE
                + "after\n");
  }

  @Test
  void isUpdatedPeriodicallyAndRemovedAtTheEnd() {
    AtomicInteger looks = new AtomicInteger();
    StatusLineUpdater status =
        StatusLineUpdater.begin(line, () -> "look " + looks.incrementAndGet());
    await().atMost(Duration.ofSeconds(30)).until(() -> screen().contains("look 2"));

    status.close();

    assertThat(screen()).startsWith(whole("look 1") + ERASE + whole("look 2")).endsWith(ERASE);
  }
}
