package io.apibuddy.ports.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of {@link Headers}: lines keep names, values and order. */
class HeadersProperties {

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> names = Arbitraries.of("A", "a", "B", "X-Any", "!#$%&'*+-.^_`|~9");
    Arbitrary<String> values =
        Arbitraries.strings()
            .withCharRange('\u0001', '\u00ff')
            .excludeChars('\r', '\n')
            .ofMaxLength(4);
    return names
        .flatMap(name -> values.map(value -> List.of(name, value)))
        .list()
        .ofMaxSize(6)
        .map(pairs -> pairs.stream().flatMap(List::stream).toList());
  }

  @Property(tries = 1_000, seed = "1")
  void linesKeepTheirSpellingAndOrder(@ForAll("lines") List<String> lines) {
    Headers headers = Headers.of(lines.toArray(String[]::new));
    List<String> read = new ArrayList<>();
    headers.forEach(
        (name, value) -> {
          read.add(name);
          read.add(value);
        });

    assertThat(read).isEqualTo(lines);
    assertThat(headers.toBuilder().build()).isEqualTo(headers).hasSameHashCodeAs(headers);
    assertThat(Headers.builder().addAll(headers).build()).isEqualTo(headers);
  }

  @Property(tries = 1_000, seed = "2")
  void linesAreFoundByTheirNameInAnyCase(@ForAll("lines") List<String> lines) {
    Headers headers = Headers.of(lines.toArray(String[]::new));
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i).toUpperCase(Locale.ROOT);
      List<String> values = headers.all(name);

      assertThat(values).contains(headers.value(i)).startsWith(headers.first(name));
      assertThat(headers.joined(name)).isEqualTo(String.join(", ", values));
      assertThat(headers.without(name::equalsIgnoreCase).size())
          .isEqualTo(headers.size() - values.size());
    }
  }
}
