package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Names for each key the test that fails if the key is ignored: what a client, a store or a log
 * shows of it. That each key reaches the part it is for, general or of one mapping, is {@link
 * SchemaTest}. A new key needs a line here, and a test.
 */
class KeyIndexTest {
  private static final String INDEX =
      """
      server.host KeyEffectTest#itListensWhereItIsTold
      server.port CommandLineTest#letsAFlagGoBeforeAVariableBeforeTheFile
      server.max_workers ConnectionLifeTest#turnsAwayWhatExceedsTheWorkers
      server.max_connections KeyEffectTest#aClientBeyondTheConnectionsWaits
      server.start_timeout CachingProxyTest#givesUpBindingAfterTheStartTimeout
      server.connect_timeout TlsFaultsTest#aHandshakeThatNeverEndsIs504WithinTheConnectTimeout
      server.request_timeout UpstreamFaultsTest#whatDoesNotComeInTimeIs504
      server.upstream_idle_timeout UpstreamFaultsTest#whatDoesNotComeInTimeIs504
      server.max_request_size KeyEffectTest#aKeyHasAnEffect
      server.max_header_size KeyEffectTest#aKeyHasAnEffect
      server.max_target_size KeyEffectTest#aKeyHasAnEffect
      server.header_timeout KeyEffectTest#aHeadThatDoesNotComeInTimeIsRefused
      server.client_idle_timeout KeyEffectTest#anIdleConnectionIsClosed
      server.shutdown_grace ConnectionLifeTest#cutsAnExchangeThatOutlivesTheGrace
      server.allowed_hosts KeyEffectTest#aKeyHasAnEffect
      server.upstream_ca_file LiveConfigurationTest#anUpstreamsAuthorityHoldsFromTheNextRequestOn
      server.upstream_proxy ForwardProxyTest#aTunnelLeadsToTheUpstreamAndIsKept
      server.no_proxy ForwardProxyTest#thisMachineAndWhatIsNamedAreReachedDirectly
      cache.backend CommandLineTest#takesTheBackendThatItIsTold
      cache.database_path CommandLineTest#keepsResponsesWhereItIsTold
      cache.policy KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.mode KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.default_ttl_days KeyEffectTest#aKeyHasAnEffect
      cache.default_ttl KeyEffectTest#aKeyHasAnEffect
      cache.max_entries LiveConfigurationTest#theStoresBoundsChangeWithTheConfiguration
      cache.max_size_mb FloodContract#aFloodLeavesNoMoreThanTheBounds
      cache.memory_max_mb CaffeineHotTierTest#staysWithinItsBound
      cache.enable_compression CompressionTest#itIsSwitchedWhileTheStoreIsOpen
      cache.cleanup_interval_hours StoreUpkeepTest#expiredEntriesGoWhenCleaningIsDue
      cache.store_budget TroubleTest#aForeignLockHoldsUpWritersForTheirBudgetAndReadersNotAtAll
      cache.cacheable_methods KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.cache_error_responses KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.min_cache_response_size KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.max_cache_response_size KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.max_key_body_size KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.share_across_credentials KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.ignore_no_store KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.respect_client_cache_control KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.coalesce KeyEffectTest#withoutCoalescingEqualRequestsAreEachFetched
      cache.stale_if_error_seconds KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.stale_while_revalidate_seconds KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.key.ignore_query KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.key.ignore_json KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.key.headers KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      cache.key.credential_headers KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      throttling.default_requests_per_hour KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      throttling.domain_limits KeyEffectTest#aKeyHasAnEffect
      throttling.limits KeyEffectTest#aKeyHasAnEffect
      throttling.progressive_enabled LiveConfigurationTest#aLimitHoldsFromTheNextRequestOn
      throttling.progressive_max_delay ThrottleLedgerContract#eachViolationDoublesThePenaltyUpToTheMaximum
      throttling.max_wait_seconds ThrottlingTest#whoWaitsIsServedAndWhoLeavesIsNot
      throttling.respect_upstream KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      throttling.max_pause KeyEffectTest#aKeyThatMappingsHaveTooHasAnEffectAtBothPlaces
      security.require_secure_key KeyEffectTest#aKeyHasAnEffect
      security.secure_key AccessTest#everyMethodOfAnAdminResourceWantsTheAdminKey
      security.key_position AccessTest#eachPositionOpensTheMappingAndTheUpstreamSeesNone
      security.key_param_name AccessTest#namesAndTimesAreTheConfiguredOnes
      security.key_header_name AccessTest#namesAndTimesAreTheConfiguredOnes
      security.failed_auth_lockout_minutes AccessTest#namesAndTimesAreTheConfiguredOnes
      security.admin_rate_limit_per_minute AccessTest#originsRatesAndNoticesAreTheConfiguredOnes
      security.log_security_events AccessTest#originsRatesAndNoticesAreTheConfiguredOnes
      security.allow_open ConfigurationRulesTest#listensBeyondThisMachineOnlyWhenAllowedTo
      security.allowed_origins AccessTest#originsRatesAndNoticesAreTheConfiguredOnes
      security.credential_query_params KeyEffectTest#aQueryParameterThatHoldsACredentialIsOne
      admin.enabled AccessTest#originsRatesAndNoticesAreTheConfiguredOnes
      admin.secure_key AccessTest#everyMethodOfAnAdminResourceWantsTheAdminKey
      metrics.retention_days JournalUpkeepTest#rowsOlderThanTheRetentionGo
      metrics.prices MetricsTest#everyHitSavesTheTokensOfTheAnswerAndTheirPrice
      logging.format ObserversTest#theCommandLineLogsOneJsonObjectALine
      logging.log_to_parent ObserversTest#theLoggerThatTheApplicationNamesIsWrittenToAndNoneIfItWantsNone
      logging.parent_logger ObserversTest#theLoggerThatTheApplicationNamesIsWrittenToAndNoneIfItWantsNone
      callbacks ObserversTest#aCallbackIsToldOfItsEventAloneUnderTheRequestsOwnId
      rules RulesTest#aRuleKeepsRequestsFromTheCacheAndSaysSo
      logging.level ExchangeLogTest#leavesOutWhatIsBelowTheThreshold
      logging.include_secure_key ConfigurationRulesTest#neverLogsTheKey
      upstream CachingProxyTest#readsAFileAndLetsValuesGoBeforeIt
      headers AccessTest#theConfiguredCredentialIsTheOneThatIsSent
      ttl KeyEffectTest#aKeyHasAnEffect
      ttl_seconds KeyEffectTest#aKeyHasAnEffect
      """;

  @Test
  void everyKeyHasATestThatIsThere() throws IOException {
    Map<String, String> index = new TreeMap<>();
    INDEX.lines().map(line -> line.split(" ", 2)).forEach(line -> index.put(line[0], line[1]));
    Set<String> keys = new TreeSet<>();
    new Schema().keys().forEach(key -> keys.add(name(key)));

    assertThat(index.keySet()).isEqualTo(keys);
    List<String> missing = new ArrayList<>();
    Map<String, String> sources = sources();
    for (String test : new TreeSet<>(index.values())) {
      int hash = test.indexOf('#');
      Pattern method =
          Pattern.compile(
              "(?s)@(Test|ParameterizedTest)\\b((?!\\bvoid\\b).)*?\\bvoid "
                  + test.substring(hash + 1)
                  + "\\(");
      if (!method.matcher(sources.getOrDefault(test.substring(0, hash), "")).find()) {
        missing.add(test);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String name(Key<?> key) {
    return Objects.requireNonNullElse(key.path(), String.valueOf(key.mappingPath()));
  }

  /** Returns the tests' sources of all modules by their classes; of one name, one after another. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          collect(tests, sources);
        }
      }
    }
    return sources;
  }

  private static void collect(Path tests, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
  }
}
