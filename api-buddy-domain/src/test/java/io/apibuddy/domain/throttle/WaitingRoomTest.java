package io.apibuddy.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.ThrottleConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final ThrottleConfiguration RULES = ThrottleConfiguration.DEFAULT;

  private final WaitingRoom room = new WaitingRoom();

  private WaitingLine line(String alias, int maxWaitSeconds) {
    return room.line(alias, RULES.withMaxWait(Duration.ofSeconds(maxWaitSeconds)));
  }

  @Test
  void shareOfAMappingIncludesRequestsWaitingUnderFormerRules() {
    room.divide(5, 2);
    WaitingLine former = line("a", 1);
    enters(former);
    WaitingLine current = line("a", 2);
    assertThat(current.isEmpty()).isTrue();
    enters(current);
    doesNotEnter(current);
    enters(line("b", 2));
    enters(line("b", 2));

    assertThat(line("a", 2)).isSameAs(current);
    assertThat(current.waiting()).isEqualTo(2);
  }

  @Test
  void requestsWaitingForARemovedMappingStillTakePlaces() {
    room.divide(2, 2);
    enters(line("gone", 1));
    room.divide(2, 1);
    enters(line("a", 1));

    doesNotEnter(line("a", 1));
  }

  @Test
  void withFewerPlacesThanMappingsEachMayTakeOne() {
    room.divide(2, 3);
    enters(line("a", 1));
    doesNotEnter(line("a", 1));
    enters(line("b", 1));

    doesNotEnter(line("c", 1));
    assertThat(line("c", 1).waiting()).isZero();
  }

  @Test
  void newDivisionAppliesToALineInWhichRequestsWait() {
    room.divide(2, 2);
    enters(line("a", 1));
    doesNotEnter(line("a", 1));
    room.divide(4, 2);
    enters(line("a", 1));
    room.divide(2, 2);

    doesNotEnter(line("a", 1));
    assertThat(line("a", 1).waiting()).isEqualTo(2);
  }

  @Test
  void withoutPlacesALineHasNone() {
    room.divide(0, 1);

    assertThat(line("a", 1).places()).isZero();
  }

  private static void enters(WaitingLine line) {
    assertThat(line.enter()).isNotNull();
  }

  private static void doesNotEnter(WaitingLine line) {
    assertThat(line.enter()).isNull();
  }
}
