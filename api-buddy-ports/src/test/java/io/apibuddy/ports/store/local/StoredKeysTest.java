package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.store.EntrySelector;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredKeysTest {
  private static final KeyDigest STORED = digest("/stored");
  private static final KeyDigest ABSENT = digest("/absent");

  private final StoredKeys keys = new StoredKeys();

  private static KeyDigest digest(String target) {
    return KeyDigest.of(Entries.key("a", target));
  }

  private void read(KeyDigest... stored) {
    StoredKeys.Reading reading = keys.begin(stored.length);
    for (KeyDigest key : stored) {
      reading.add(key.prefix());
    }
    reading.end();
  }

  @Test
  void noKeyIsLackingUntilAllStoredKeysWereRead() {
    assertThat(keys.isDue()).isTrue();
    StoredKeys.Reading reading = keys.begin(1);
    reading.add(STORED.prefix());

    assertThat(keys.isDue()).isFalse();
    assertThat(keys.lacks(ABSENT)).isFalse();
    reading.end();
    assertThat(keys.lacks(ABSENT)).isTrue();
    assertThat(keys.lacks(STORED)).isFalse();
  }

  @Test
  void keyAddedDuringAReadingIsNeverLacking() {
    read();
    StoredKeys.Reading again = keys.begin(0);
    keys.add(STORED);

    assertThat(keys.lacks(STORED)).isFalse();
    again.end();
    assertThat(keys.lacks(STORED)).isFalse();
    assertThat(keys.lacks(ABSENT)).isTrue();
  }

  @Test
  void newReadingForgetsRemovedKeys() {
    read(STORED);

    read();

    assertThat(keys.lacks(STORED)).isTrue();
  }

  @Test
  void abandonedReadingChangesNothingAndIsDueAgainIfItWas() {
    keys.begin(0).giveUp();
    assertThat(keys.isDue()).isTrue();
    assertThat(keys.lacks(ABSENT)).isFalse();
    read(STORED);

    keys.begin(0).giveUp();

    assertThat(keys.isDue()).isFalse();
    assertThat(keys.lacks(STORED)).isFalse();
    assertThat(keys.lacks(ABSENT)).isTrue();
  }

  @Test
  void readingOvertakenByALaterOneChangesNothing() {
    StoredKeys.Reading former = keys.begin(0);
    StoredKeys.Reading latter = keys.begin(1);
    latter.add(STORED.prefix());
    former.end();
    assertThat(keys.lacks(ABSENT)).isFalse();

    latter.end();

    assertThat(keys.lacks(STORED)).isFalse();
    assertThat(keys.lacks(ABSENT)).isTrue();
  }

  @Test
  void forgetDiscardsAllKeysAndTheReadingInProgress() {
    read(STORED);
    StoredKeys.Reading reading = keys.begin(0);
    keys.forget();
    reading.end();

    assertThat(keys.lacks(ABSENT)).isFalse();
    assertThat(keys.isDue()).isTrue();
  }

  @Test
  void readingIsDueAgainAfterManyNewKeys() {
    read(STORED);
    int added = 0;
    while (!keys.isDue() && added < 200_000) {
      added++;
      keys.add(digest("/" + added));
      keys.add(STORED); // contained already, so it takes no room
    }

    assertThat(added).isBetween(130_000, 132_000);
    assertThat(keys.lacks(digest("/" + added))).isFalse();
    assertThat(IntStream.range(0, 100).mapToObj(i -> digest("/never/" + i)).filter(keys::lacks))
        .as("the filter still answers until the next reading")
        .hasSizeGreaterThan(90);
  }

  @Test
  void readingLeavesRoomForAsManyNewKeysAsItFound() {
    StoredKeys.Reading reading = keys.begin(100_000);
    for (int i = 0; i < 100_000; i++) {
      reading.add(digest("/" + i).prefix());
    }
    reading.end();
    for (int i = 0; i < 99_000; i++) {
      keys.add(digest("/new/" + i));
    }

    assertThat(keys.isDue()).isFalse();
  }

  @Test
  void nothingIsLackingAndNoReadingIsDueAfterClose() {
    read(STORED);
    StoredKeys.Reading reading = keys.begin(0);
    keys.close();
    reading.end();
    read();
    EntrySelector.ByTarget target = new EntrySelector.ByTarget("a", "GET", "/absent");
    keys.emptied().during(target, () -> 0);

    assertThat(keys.lacks(ABSENT)).isFalse();
    assertThat(keys.emptied().contains(target)).isFalse();
    assertThat(keys.isDue()).isFalse();
  }
}
