/** The policies of API Buddy and the use case that runs them, without any technology. */
module io.apibuddy.domain {
  requires transitive io.apibuddy.ports;
  requires static transitive org.jspecify;

  exports io.apibuddy.domain;
  exports io.apibuddy.domain.config;
  exports io.apibuddy.domain.explain;
  exports io.apibuddy.domain.memory;
  exports io.apibuddy.domain.replay;
}
