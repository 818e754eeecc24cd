package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static EntryQuery query(@Nullable StoredRequest similarTo, @Nullable String cursor) {
    return new EntryQuery(EntrySelector.ALL, similarTo, cursor, 10);
  }

  @Test
  void missingCursorMeansTheFirstPage() {
    assertThat(Cursors.of(query(null, null))).isEqualTo(Long.MAX_VALUE);
    assertThat(Cursors.of(query(DraftBuilder.draft("a", "/x").build().request(), null))).isZero();
  }

  @Test
  void cursorIsReadAsItsNumber() {
    assertThat(Cursors.of(query(null, "0"))).isZero();
    assertThat(Cursors.of(query(null, "1099511627777"))).isEqualTo(1_099_511_627_777L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "9223372036854775808", "1-2"})
  void cursorThatIsNoNumberIsRefused(String cursor) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cursors.of(query(null, cursor)))
        .withMessage("not a cursor of this store");
  }
}
