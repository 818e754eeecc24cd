package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.local.LocalThrottleLedger;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamPausesTest {
  private static final Instant NOW = ManualClock.START;
  private static final Attempts ATTEMPT = Attempts.of(ThrottleConfiguration.DEFAULT);

  private final ThrottleLedger ledger = new LocalThrottleLedger(() -> {});
  private final UpstreamPauses pauses = started(NOW);

  private UpstreamPauses started(Instant now) {
    RecordingNotices notices = new RecordingNotices();
    return new UpstreamPauses(
        new ManualClock(),
        new GuardedLedger(ledger, new StoreNotices(notices, new ManualTicker())),
        now);
  }

  @Test
  void pauseSurvivesARestart() {
    ledger.pause("api", Duration.ofMinutes(1), NOW); // an alias's own penalty is none
    answered(ATTEMPT.by("one").forModel("large\n1"), 429, "Retry-After", "30");
    UpstreamPauses restarted = started(NOW.plusSeconds(10));

    assertThat(
            restarted.remaining(ATTEMPT.by("one").forModel("large\n1").once(), NOW.plusSeconds(10)))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(restarted.remaining(ATTEMPT.by("one").once(), NOW.plusSeconds(10))).isZero();
    assertThat(restarted.remaining(ATTEMPT.forModel("large\n1").once(), NOW.plusSeconds(10)))
        .isZero();
  }

  @Test
  void remainingPauseAfterARestartFollowsTheConfiguration() {
    answered(ATTEMPT, 429, "Retry-After", "30");
    Instant later = NOW.plusSeconds(10);
    UpstreamPauses restarted = started(later);

    assertThat(restarted.remaining(ATTEMPT.at("https://elsewhere.test").once(), later)).isZero();
    assertThat(restarted.remaining(atMost(5).once(), later)).isEqualTo(Duration.ofSeconds(5));
    assertThat(restarted.remaining(atMost(5).once(), later.plusSeconds(5))).isZero();
    assertThat(restarted.remaining(ATTEMPT.once(), later.plusSeconds(5)))
        .isEqualTo(Duration.ofSeconds(15));
  }

  private static Attempts atMost(int seconds) {
    ThrottleConfiguration usual = ATTEMPT.rules();
    return ATTEMPT.under(
        new ThrottleConfiguration(
            usual.limits(),
            usual.limitsKey(),
            usual.penaltyRule(),
            usual.maxWait(),
            true,
            Duration.ofSeconds(seconds)));
  }

  @Test
  void shortenedPauseContinuesWhenTheUpstreamAsksAgain() {
    answered(ATTEMPT, 429, "Retry-After", "60");
    Instant later = NOW.plusSeconds(10);
    assertThat(pauses.remaining(atMost(10).once(), later)).isZero();
    pauses.observe(atMost(10).once(), BareAnswer.of(429, "Retry-After", "60"), later);

    assertThat(pauses.remaining(atMost(10).once(), later)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void penaltyOfAnAliasIsNoPauseAndStaysOnReset() {
    ledger.pause("api", Duration.ofMinutes(1), NOW);
    started(NOW).reset("api");

    assertThat(ledger.penalties(NOW)).containsKey("api");
  }

  @Test
  void aliasesHaveSeparatePauses() {
    Attempt one = ATTEMPT.once();
    Attempt other = named("other", ATTEMPT);
    pauses.observe(one, BareAnswer.of(429, "Retry-After", "30"), NOW);
    pauses.observe(other, BareAnswer.of(429, "Retry-After", "60"), NOW);
    Duration most = one.rules().maxPause();
    assertThat(pauses.longestRemaining("api", one.upstream(), most, NOW))
        .isEqualTo(Duration.ofSeconds(30));
    pauses.reset("api");

    assertThat(pauses.remaining(one, NOW)).isZero();
    assertThat(pauses.remaining(other, NOW)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pauses.longestRemaining("api", one.upstream(), most, NOW)).isZero();
    assertThat(ledger.penalties(NOW)).hasSize(1);
  }

  @Test
  void pauseThatIsOverIsRemovedFromTheLedger() {
    answered(ATTEMPT.by("one"), 429, "Retry-After", "30");
    assertThat(pauses.remaining(ATTEMPT.by("one").once(), NOW.plusSeconds(30))).isZero();

    assertThat(ledger.penalties(NOW)).isEmpty();
  }

  private void answered(Attempts attempt, int status, String... fields) {
    pauses.observe(attempt.once(), BareAnswer.of(status, fields), NOW);
  }

  private Duration left(Attempts attempt) {
    return pauses.remaining(attempt.once(), NOW);
  }

  @Test
  void pauseAppliesToOneCredential() {
    answered(ATTEMPT.by("one"), 429, "Retry-After", "30");

    assertThat(left(ATTEMPT.by("one").to("/other"))).isEqualTo(Duration.ofSeconds(30));
    assertThat(left(ATTEMPT.by("two"))).isZero();
    assertThat(left(ATTEMPT)).isZero();
  }

  @Test
  void pauseAppliesToOneModelIfOneIsNamed() {
    answered(ATTEMPT.forModel("large"), 429, "Retry-After", "30");

    assertThat(left(ATTEMPT.forModel("large"))).isEqualTo(Duration.ofSeconds(30));
    assertThat(left(ATTEMPT.forModel("small"))).isZero();
    assertThat(left(ATTEMPT)).isZero();
  }

  @Test
  void pauseOfTheWholeServiceAppliesToEveryModel() {
    answered(ATTEMPT, 503, "Retry-After", "30");

    assertThat(left(ATTEMPT.forModel("small"))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void pauseAppliesToOneResourceIfOneIsNamed() {
    answered(ATTEMPT.to("/repos/a/b"), 200, "X-RateLimit-Resource", "core");
    answered(
        ATTEMPT.to("/search/code"),
        200,
        "X-RateLimit-Remaining",
        "0",
        "X-RateLimit-Reset",
        "60",
        "X-RateLimit-Resource",
        "search");

    assertThat(left(ATTEMPT.to("/search/issues"))).isEqualTo(Duration.ofSeconds(60));
    assertThat(left(ATTEMPT.to("/repos/c/d"))).isZero();
    assertThat(left(ATTEMPT.to("/users/e"))).isZero();
  }

  @Test
  void answerThatNamesNoResourceDoesNotForgetTheKnownOne() {
    answered(ATTEMPT.to("/repos/a"), 200, "X-RateLimit-Resource", "core");
    answered(ATTEMPT.to("/repos/a"), 200);
    answered(ATTEMPT.to("/users"), 429, "Retry-After", "60", "X-RateLimit-Resource", "core");

    assertThat(left(ATTEMPT.to("/repos/a"))).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void anotherResourceBelowTheSameSegmentEndsNoPause() {
    answered(
        ATTEMPT.to("/search/issues"),
        403,
        "X-RateLimit-Remaining",
        "0",
        "X-RateLimit-Reset",
        "60",
        "X-RateLimit-Resource",
        "search");
    answered(ATTEMPT.by("other").to("/search/code"), 200, "X-RateLimit-Resource", "code_search");

    assertThat(left(ATTEMPT.to("/search/issues"))).isEqualTo(Duration.ofSeconds(60));
    assertThat(left(ATTEMPT.by("other").to("/search/code"))).isZero();
  }

  @Test
  void onlyTheLatestResourcesBelowOneSegmentAreRemembered() {
    answered(ATTEMPT, 429, "Retry-After", "60", "X-RateLimit-Resource", "first");
    for (int i = 0; i < RateLimitResources.MAX_NAMES - 1; i++) {
      answered(ATTEMPT, 200, "X-RateLimit-Resource", "resource " + i);
    }
    assertThat(left(ATTEMPT)).isEqualTo(Duration.ofSeconds(60));

    answered(ATTEMPT, 200, "X-RateLimit-Resource", "one more");
    assertThat(left(ATTEMPT)).isZero();
  }

  /** Okta, Discord, Slack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 x-rate-limit-remaining 0 x-rate-limit-reset 60 x-okta-request-id aHwvg7SXgxlwMeYn0S7Z",
        "200 X-RateLimit-Remaining 0 X-RateLimit-Reset 60 X-RateLimit-Bucket abcd",
        "429 Retry-After 60 X-RateLimit-Bucket abcd",
        "429 Retry-After 60 x-slack-req-id 64b0e921"
      })
  void pauseAppliesToOneEndPointOfAServiceThatLimitsEachByItself(String answer) {
    String[] statusAndFields = answer.split(" ", 2);
    answered(
        ATTEMPT.to("/users/me"),
        Integer.parseInt(statusAndFields[0]),
        statusAndFields[1].split(" "));

    assertThat(left(ATTEMPT.to("/users/me"))).isEqualTo(Duration.ofMinutes(1));
    assertThat(left(ATTEMPT.to("/users/me").with("POST"))).isZero();
    assertThat(left(ATTEMPT.to("/users"))).isZero();
    assertThat(left(ATTEMPT.to("/users/me").by("other"))).isZero();
  }

  /** Zendesk and Alegra send X's fields for a limit of the whole account. */
  @Test
  void fieldsOfXMeanALimitOfOneEndPointAtXOnly() {
    String[] fields = {"x-rate-limit-remaining", "0", "x-rate-limit-reset", "60"};
    Attempts atX = ATTEMPT.at("https://api.x.com");
    answered(atX.to("/2/users/me"), 200, fields);
    answered(ATTEMPT.to("/2/users/me"), 200, fields);

    assertThat(left(atX.to("/2/users/me"))).isEqualTo(Duration.ofMinutes(1));
    assertThat(left(atX.to("/2/tweets"))).isZero();
    assertThat(left(ATTEMPT.to("/2/tweets"))).isEqualTo(Duration.ofMinutes(1));
  }

  /** Discord's refusal because of its global limit names no bucket. */
  @Test
  void globalRefusalOfSuchAServiceAppliesToAllEndPoints() {
    answered(ATTEMPT.to("/users/me"), 200, "X-RateLimit-Bucket", "abcd");
    answered(ATTEMPT.to("/users/me"), 429, "Retry-After", "60", "X-RateLimit-Global", "true");

    assertThat(left(ATTEMPT.to("/users"))).isEqualTo(Duration.ofMinutes(1));
  }

  /** A webhook's path is a secret. */
  @Test
  void pathOfAnEndPointIsNotInTheLedger() {
    Attempts webhook = ATTEMPT.to("/services/T0/B0/" + "x".repeat(300));
    answered(webhook, 429, "Retry-After", "60", "X-Slack-Req-Id", "1");

    assertThat(ledger.penalties(NOW).keySet())
        .singleElement(InstanceOfAssertFactories.STRING)
        .doesNotContain("services")
        .hasSizeLessThan(100);
    assertThat(started(NOW).remaining(webhook.once(), NOW)).isEqualTo(Duration.ofMinutes(1));
    assertThat(left(ATTEMPT.to(webhook.path() + "y"))).isZero();
  }

  @Test
  void unknownPartInTheLedgerPausesNothingAndEnds() {
    answered(ATTEMPT, 429, "Retry-After", "60");
    String whole = ledger.penalties(NOW).keySet().iterator().next();
    ledger.reset(whole);
    ledger.pause(whole + "end point GET /x", Duration.ofMinutes(1), NOW);
    ledger.pause("pause\nof another form", Duration.ofMinutes(1), NOW);
    UpstreamPauses restarted = started(NOW);

    assertThat(restarted.remaining(ATTEMPT.once(), NOW)).isZero();
    assertThat(restarted.remaining(ATTEMPT.once(), NOW.plusSeconds(60))).isZero();
    assertThat(ledger.penalties(NOW)).containsOnlyKeys("pause\nof another form");
  }

  @Test
  void pauseIsLimitedToTheConfiguredMaximum() {
    answered(ATTEMPT, 429, "Retry-After", "7200");

    assertThat(left(ATTEMPT)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void longerPauseIsNotShortenedByAShorterOne() {
    answered(ATTEMPT, 429, "Retry-After", "60");
    answered(ATTEMPT, 429, "Retry-After", "10");
    answered(ATTEMPT, 200);

    assertThat(left(ATTEMPT)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void pauseEndsWhenItsTimeIsOver() {
    answered(ATTEMPT, 429, "Retry-After", "60");

    assertThat(pauses.remaining(ATTEMPT.once(), NOW.plusMillis(59_999)))
        .isEqualTo(Duration.ofMillis(1));
    assertThat(pauses.remaining(ATTEMPT.once(), NOW.plusSeconds(60))).isZero();
  }

  @Test
  void oldestPausesAreForgottenIfThereAreTooMany() {
    for (int i = 0; i <= UpstreamPauses.MAX_PAUSES; i++) {
      answered(ATTEMPT.by("credential " + i), 429, "Retry-After", "60");
    }

    assertThat(left(ATTEMPT.by("credential 0"))).isZero();
    assertThat(left(ATTEMPT.by("credential 1"))).isPositive();
    assertThat(left(ATTEMPT.by("credential " + UpstreamPauses.MAX_PAUSES))).isPositive();
  }

  @Test
  void manyEndPointsPushOutNeitherThePauseOfTheWholeServiceNorThoseOfOtherAliases() {
    Attempt other = named("other", ATTEMPT.to("/0"));
    pauses.observe(other, pauseOfEndPoint(), NOW);
    answered(ATTEMPT, 429, "Retry-After", "90");
    for (int i = 0; i < UpstreamPauses.MAX_PAUSES; i++) {
      pauses.observe(ATTEMPT.to("/" + i).once(), pauseOfEndPoint(), NOW);
    }

    assertThat(left(ATTEMPT.to("/y"))).isEqualTo(Duration.ofSeconds(90));
    assertThat(pauses.remaining(other, NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(left(ATTEMPT.to("/0"))).isEqualTo(Duration.ofSeconds(90));
    assertThat(left(ATTEMPT.to("/1"))).isEqualTo(Duration.ofMinutes(2));
    assertThat(ledger.penalties(NOW)).hasSize(UpstreamPauses.MAX_PAUSES + 1);
  }

  private static BareAnswer pauseOfEndPoint() {
    return BareAnswer.of(429, "Retry-After", "120", "X-RateLimit-Bucket", "abcd");
  }

  private static Attempt named(String alias, Attempts attempts) {
    Attempt one = attempts.once();
    return new Attempt(
        alias,
        one.upstream(),
        one.rules(),
        one.line(),
        one.method(),
        one.path(),
        one.credential(),
        one.model());
  }

  @Test
  void credentialAndModelAreNotDerivedWithoutAPause() {
    assertThat(pauses.remaining(unreadable(), NOW)).isZero();
    pauses.observe(unreadable(), BareAnswer.of(200), NOW);
  }

  @Test
  void credentialAndModelAreNotDerivedOnceTheLastPauseIsOver() {
    answered(ATTEMPT.to("/never/asked/again"), 429, "Retry-After", "60");
    answered(ATTEMPT.by("other"), 429, "Retry-After", "30");
    Instant later = NOW.plusSeconds(60);

    assertThat(pauses.remaining(unreadable(), later)).isZero();
    assertThat(ledger.penalties(NOW)).isEmpty();
    assertThat(started(NOW).remaining(unreadable(), later)).isZero();
  }

  @Test
  void credentialAndModelAreNotDerivedAfterAReset() {
    answered(ATTEMPT, 429, "Retry-After", "60");
    pauses.reset("api");

    assertThat(pauses.remaining(unreadable(), NOW)).isZero();
  }

  @Test
  void credentialAndModelAreNotDerivedBecauseOfAPauseOfAnotherAlias() {
    Attempt other = named("other", ATTEMPT);
    pauses.observe(other, BareAnswer.of(429, "Retry-After", "30"), NOW);

    assertThat(pauses.remaining(unreadable(), NOW)).isZero();
    assertThat(pauses.remaining(other, NOW)).isPositive();
  }

  /** The clock may have been read before the answer that began the pause came. */
  @Test
  void pauseThatBeginsWhileOthersEndStays() {
    Attempt other = named("other", ATTEMPT);
    BareAnswer refusal = BareAnswer.of(429, "Retry-After", "60");
    pauses.observe(other, refusal, NOW);
    pauses.observe(ATTEMPT.once(), refusal, NOW);
    Instant end = NOW.plusSeconds(60);
    pauses.observe(ATTEMPT.once(), refusal, end.minusNanos(1));
    pauses.observe(ATTEMPT.by("other").once(), refusal, end.plusNanos(1));

    assertThat(pauses.remaining(other, end)).isZero();
    assertThat(pauses.remaining(ATTEMPT.once(), end)).isEqualTo(Duration.ofNanos(59_999_999_999L));
    assertThat(pauses.remaining(ATTEMPT.by("other").once(), end))
        .isEqualTo(Duration.ofNanos(60_000_000_001L));
    assertThat(ledger.penalties(end)).hasSize(2);
  }

  private static Attempt unreadable() {
    return new Attempt(
        "api",
        "https://up.test",
        ThrottleConfiguration.DEFAULT,
        Attempts.lineOf(0),
        "GET",
        "/x",
        () -> {
          throw new AssertionError("the credential was looked at");
        },
        () -> {
          throw new AssertionError("the model was looked at");
        });
  }
}
