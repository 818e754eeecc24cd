/** The port interfaces of API Buddy and the values they exchange; requires the JDK alone. */
module io.apibuddy.ports {
  requires static transitive org.jspecify;

  exports io.apibuddy.ports.admin;
  exports io.apibuddy.ports.digest;
  exports io.apibuddy.ports.event;
  exports io.apibuddy.ports.http;
  exports io.apibuddy.ports.memory;
  exports io.apibuddy.ports.meter;
  exports io.apibuddy.ports.spi;
  exports io.apibuddy.ports.store;
  exports io.apibuddy.ports.store.local;
  exports io.apibuddy.ports.time;
  exports io.apibuddy.ports.upstream;
}
