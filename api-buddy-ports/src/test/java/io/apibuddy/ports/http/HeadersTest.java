package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private final Headers headers =
      Headers.of("Accept", "a", "X-Empty", "", "accept", "b", "Host", "h");

  @Test
  void namesCompareWithoutRegardToCaseAndKeepTheirSpelling() {
    assertThat(headers.first("ACCEPT")).isEqualTo("a");
    assertThat(headers.all("aCCept")).containsExactly("a", "b");
    assertThat(headers.contains("x-empty")).isTrue();
    assertThat(headers.contains("x-emp")).isFalse();
    assertThat(headers.name(2)).isEqualTo("accept");
  }

  @Test
  void linesOfAListAreJoinedInOrder() {
    assertThat(headers.joined("accept")).isEqualTo("a, b");
    assertThat(headers.joined("X-Empty")).isEmpty();
    assertThat(headers.joined("absent")).isNull();
    assertThat(Headers.of("A", "1", "a", "", "A", "3").joined("A")).isEqualTo("1, , 3");
  }

  @Test
  void elementsOfAListComeFromAllItsLinesWithoutEmptyOnes() {
    Headers lists = Headers.of("A", " one,, two ", "a", "", "B", ",", "A", "\tthree");

    assertThat(lists.elements("a")).containsExactly("one", "two", "three");
    assertThat(lists.elements("b")).isEmpty();
    assertThat(lists.elements("absent")).isEmpty();
    assertThat(lists.lists("a", "TWO")).isTrue();
    assertThat(lists.lists("a", "three")).isTrue();
    assertThat(lists.lists("a", "tw")).isFalse();
    assertThat(lists.lists("a", "six")).isFalse();
    assertThat(lists.lists("b", "one")).isFalse();
  }

  @Test
  void iterationFollowsTheOrderOfArrival() {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + "=" + value));

    assertThat(lines).containsExactly("Accept=a", "X-Empty=", "accept=b", "Host=h");
  }

  @Test
  void withoutKeepsOtherLinesAndReturnsItselfIfNothingMatches() {
    assertThat(headers.without("accept"::equalsIgnoreCase))
        .isEqualTo(Headers.of("X-Empty", "", "Host", "h"));
    assertThat(headers.without("absent"::equals)).isSameAs(headers);
    assertThat(headers.without(name -> true)).isEqualTo(Headers.EMPTY);
  }

  @Test
  void builderSetsRemovesAndStaysUsableAfterBuild() {
    Headers.Builder builder = headers.toBuilder().set("ACCEPT", "c").remove("host");
    Headers first = builder.build();
    builder.add("Late", "1").addAll(headers);

    assertThat(first).isEqualTo(Headers.of("X-Empty", "", "ACCEPT", "c"));
    assertThat(builder.build().size()).isEqualTo(7);
    assertThat(headers.size()).isEqualTo(4);
  }

  @Test
  void changingABuilderDoesNotChangeTheHeadersItBuilt() {
    Headers five = Headers.of("A", "1", "B", "2", "C", "3", "D", "4", "E", "5");
    List<UnaryOperator<Headers.Builder>> changes =
        List.of(
            builder -> builder.add("Late", "1"),
            builder -> builder.set("Accept", "other"),
            builder -> builder.remove("accept"),
            builder -> builder.remove("absent").clear().add("Late", "1"),
            builder -> builder.clear().add("Late", "1"));
    for (UnaryOperator<Headers.Builder> change : changes) {
      for (int more = 0; more < 12; more++) { // one of them leaves the builder no room
        Headers.Builder builder = headers.toBuilder();
        for (int i = 0; i < more; i++) {
          builder.add("N", Integer.toString(i));
        }
        Headers first = builder.build();
        Headers before = first.toBuilder().build();
        change.apply(builder).addAll(five).build();

        assertThat(first).isEqualTo(before);
        assertThat(change.apply(first.toBuilder()).addAll(five).build()).isEqualTo(builder.build());
      }
    }
  }

  @Test
  void clearedBuilderStartsEmptyAndLeavesItsResultsAlone() {
    Headers.Builder builder = Headers.builder();
    for (int fields : new int[] {1, 100, 1}) {
      for (int i = 0; i < fields; i++) {
        builder.add("A", Integer.toString(i));
      }
      Headers before = builder.build();

      assertThat(builder.clear().build()).isEqualTo(Headers.EMPTY);
      assertThat(before.size()).isEqualTo(fields);
      assertThat(before.value(fields - 1)).isEqualTo(Integer.toString(fields - 1));
    }
  }

  @Test
  void equalityRegardsOrderAndValuesButNotTheCaseOfNames() {
    assertThat(Headers.of("A", "1", "B", "2"))
        .isEqualTo(Headers.of("a", "1", "b", "2"))
        .hasSameHashCodeAs(Headers.of("a", "1", "b", "2"))
        .isNotEqualTo(Headers.of("B", "2", "A", "1"))
        .isNotEqualTo(Headers.of("A", "1", "B", "3"))
        .isNotEqualTo(Headers.of("A", "1", "C", "2"))
        .isNotEqualTo(Headers.of("A", "1"));
  }

  @Test
  void namesAndValuesThatCouldSplitAMessageAreRefused() {
    for (String value : List.of("a\rb", "a\nb", "a\0b", "\r\nX: 1", "\u010d", "\u010a")) {
      assertThatThrownBy(() -> Headers.of("X", value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("field X");
    }
    for (String name : List.of("", " ", "a b", "a:", "a\n", "\u00e9", "(a)", "a\u0000")) {
      assertThatThrownBy(() -> Headers.of(name, "v")).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Headers.of("odd")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesAreNeverPrinted() {
    assertThat(Headers.of("Authorization", "Bearer secret").toString())
        .isEqualTo("Headers[Authorization]");
  }
}
