package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.PathGlob;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of the providers' file, its content, and the choice of a provider by host. */
class ProviderFileTest {

  @Test
  void providersFileIsWellFormed() {
    assertThat(Provider.known()).hasSizeGreaterThan(70);
    for (Provider provider : Provider.known()) {
      assertThat(provider.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(provider.hosts())
          .as(provider.name())
          .allMatch(host -> host.matches("[a-z0-9-]+(\\.([a-z0-9-]+|\\*))*\\.[a-z0-9-]+"));
      for (List<String> patterns :
          List.of(
              provider.cachedGets(), provider.cachedPosts(), provider.polled(), provider.scope())) {
        assertThat(patterns.stream().flatMap(pattern -> Provider.alternatives(pattern).stream()))
            .as(provider.name())
            .doesNotHaveDuplicates()
            .allMatch(PathGlob::isWellFormed);
      }
    }
  }

  @Test
  void sectionOfTheFileIsReadAsAProvider() {
    assertThat(
            ProviderFile.parse(
                """
                # a comment

                [a]
                hosts = a.test  b.test
                hosts = c.test
                GET = /x
                POST = /y/{1,2}/z **/w
                polled = /v /u/*
                below = /x/**

                  [b]
                hosts=d.test
                [c]
                hosts = e.test
                GET =
                """))
        .containsExactly(
            new Provider(
                "a",
                List.of("a.test", "b.test", "c.test"),
                List.of("/x"),
                List.of("/y/{1,2}/z", "**/w"),
                List.of("/v", "/u/*"),
                List.of("/x/**")),
            new Provider(
                "b", List.of("d.test"), List.of("/**"), List.of(), List.of(), List.of("/**")),
            new Provider("c", List.of("e.test"), List.of(), List.of(), List.of(), List.of("/**")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          [a];hosts = a.test;PUT = /x > line 3: expected [name], or hosts, GET, POST, polled or below and =: PUT = /x
          [a];hosts = a.test;GET /x > line 3: expected [name], or hosts, GET, POST, polled or below and =: GET /x
          [a];hosts = a.test;[] > line 3: empty or repeated name: []
          [a];hosts = a.test;[a] > line 3: empty or repeated name: [a]
          hosts = a.test > line 1: no [name] before: hosts = a.test
          [a];POST = /x;[b];hosts = b.test > line 3: no hosts for a
          [a];hosts = > line 2: no hosts for a
          [a] > line 1: no hosts for a
          [a];hosts = a.test;[b];hosts = b.test a.test > line 4: repeated host: a.test
          [a];hosts = a.test;POST = /x y > line 3: pattern must begin with / or **: y
          [a];hosts = a.test;GET = {/x,y} > line 3: pattern must begin with / or **: y
          [a];hosts = a.test;polled = x > line 3: pattern must begin with / or **: x
          [a];hosts = a.test;below = */x > line 3: pattern must begin with / or **: */x
          [a];hosts = a.test;POST = /{x > line 3: not one pair of braces: /{x
          [a];hosts = a.test;POST = /x} > line 3: not one pair of braces: /x}
          [a];hosts = a.test;POST = /}x{ > line 3: not one pair of braces: /}x{
          [a];hosts = a.test;POST = /{x}/{y} > line 3: not one pair of braces: /{x}/{y}
          """)
  void errorMessageNamesTheLine(String lines, String mistake) {
    assertThatThrownBy(() -> ProviderFile.parse(lines.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("providers.ini, " + mistake);
  }

  @ParameterizedTest
  @CsvSource({
    "api.one.test, one",
    "eu.api.one.test, one",
    "eu-api.one.test, one",
    "euapi.one.test, ''",
    "one.test, ''",
    "api.one.test.x, ''",
    "two.test, two",
    "a.two.test, two",
    "a-two.test, ''",
    "run.us-1.three.test, three",
    "a.run.us-1.three.test, three",
    "run.three.test, ''",
    "run.us.1.three.test, ''",
    "v.a.two.test, narrow",
    "x.v.a.two.test, narrow",
  })
  void providerWithTheLongestMatchingHostSuffixIsChosen(String host, String name) {
    String hosts =
        """
        [two]
        hosts = two.test
        [narrow]
        hosts = v.a.two.test
        [one]
        hosts = api.one.test
        [three]
        hosts = run.*.three.test
        """;
    List<Provider> providers = ProviderFile.parse(hosts);

    for (List<Provider> order : List.of(providers, reversed(providers))) {
      Provider found = Provider.at(host, order);
      assertThat(found == null ? "" : found.name()).isEqualTo(name);
    }
  }

  private static List<Provider> reversed(List<Provider> providers) {
    return Stream.iterate(providers.size() - 1, i -> i >= 0, i -> i - 1)
        .map(providers::get)
        .toList();
  }
}
