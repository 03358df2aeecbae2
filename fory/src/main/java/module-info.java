/** Values in the binary form of Apache Fory. */
module dev.larder.fory {
    requires transitive dev.larder.core;
    requires static org.jspecify;
    requires org.apache.fory.core;

    exports dev.larder.fory;
}
