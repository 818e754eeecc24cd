package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Entries;
import org.junit.jupiter.api.Test;

class EntrySelectorTest {
  private final CacheKey key = Entries.key("a", "/x");

  @Test
  void allCoversEveryKey() {
    assertThat(EntrySelector.ALL.covers(key)).isTrue();
  }

  @Test
  void aDomainCoversItsOwnKeysOnly() {
    assertThat(new EntrySelector.ByDomain("a").covers(key)).isTrue();
    assertThat(new EntrySelector.ByDomain("ab").covers(key)).isFalse();
    assertThat(new EntrySelector.ByDomain("A").covers(key)).isFalse();
  }

  @Test
  void missingDomainSelectsAllEntries() {
    assertThat(EntrySelector.ofDomain(null)).isEqualTo(EntrySelector.ALL);
    assertThat(EntrySelector.ofDomain("a")).isEqualTo(new EntrySelector.ByDomain("a"));
  }

  @Test
  void targetCoversItsKeysWhateverTheirCredentialAndBody() {
    EntrySelector target = new EntrySelector.ByTarget("a", "GET", "/x");

    assertThat(target.covers(key)).isTrue();
    assertThat(target.covers(Entries.key("a", "GET", "/x", "", "someone"))).isTrue();
    assertThat(target.covers(Entries.key("a", "GET", "/x", "ab", ""))).isTrue();
    assertThat(target.covers(Entries.key("a", "POST", "/x", "", ""))).isFalse();
    assertThat(target.covers(Entries.key("a", "/x/"))).isFalse();
    assertThat(target.covers(Entries.key("b", "/x"))).isFalse();
  }

  @Test
  void selectorByIdCoversNoKeyOfAStagedEntry() {
    assertThat(new EntrySelector.ById(new EntryId("1")).covers(key)).isFalse();
  }
}
