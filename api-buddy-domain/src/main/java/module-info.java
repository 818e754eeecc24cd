/** The core of API Buddy: caching policies and limits, built on ports. Needs no framework. */
module io.apibuddy.domain {
  requires transitive io.apibuddy.ports;
  requires static transitive org.jspecify;

  exports io.apibuddy.domain;
  exports io.apibuddy.domain.config;
  exports io.apibuddy.domain.explain;
  exports io.apibuddy.domain.memory;
  exports io.apibuddy.domain.replay;
}
