package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.config.Assignment;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusedProxyTest {
  private static final Map<String, String> NAMED =
      Map.of("HTTPS_PROXY", "", "https_proxy", "http://user:s3cret@proxy.example");

  private static Configuration mapped(String upstream, Assignment... others) {
    List<Assignment> assignments = new ArrayList<>(Arrays.asList(others));
    assignments.add(Assignment.of("test", "domain_mappings.api.upstream", upstream));
    return new ConfigurationLoader().load(Sources.of(assignments));
  }

  @Test
  void hintNamesTheProxyVariableThatIsNotUsed() {
    assertThat(UnusedProxy.hint(NAMED, mapped("https://api.example")))
        .get()
        .asString()
        .startsWith("https_proxy is set but not used")
        .contains("server.upstream_proxy", "${https_proxy}")
        .doesNotContain("s3cret");
  }

  @Test
  void hintDoesNotSuggestAProxyOfAnUnsupportedScheme() {
    assertThat(
            UnusedProxy.hint(
                Map.of("ALL_PROXY", "socks5://proxy.example"), mapped("https://api.example")))
        .get()
        .asString()
        .endsWith("set server.upstream_proxy to its URL, http://host:port");
  }

  @Test
  void noHintWithoutAProxyVariableOrIfItIsUsedOrNotNeeded() {
    Assignment used = Assignment.of("test", "server.upstream_proxy", "http://proxy.example");

    assertThat(UnusedProxy.hint(Map.of(), mapped("https://api.example"))).isEmpty();
    assertThat(UnusedProxy.hint(NAMED, mapped("https://api.example", used))).isEmpty();
    assertThat(UnusedProxy.hint(NAMED, mapped("http://localhost:8080"))).isEmpty();
    Assignment offline = Assignment.of("test", "cache.mode", "replay");
    assertThat(UnusedProxy.hint(NAMED, mapped("https://api.example", offline))).isEmpty();
    assertThat(
            UnusedProxy.hint(
                Map.of("HTTPS_PROXY", "http://proxy.example", "NO_PROXY", "*"),
                mapped("https://api.example")))
        .isEmpty();
  }
}
