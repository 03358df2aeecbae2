package dev.larder.grounds;

/** A kind of work that is agreed on, planned and done. */
public enum Task {
    /** Cutting grass. */
    MOWING,
    /** Cutting hedges into shape. */
    HEDGE_TRIMMING,
    /** Felling, crowning and inspecting trees. */
    TREE_CARE,
    /** Clearing leaves in autumn. */
    LEAF_CLEARANCE,
    /** Beds and borders. */
    PLANTING,
    /** Watering by tank or sprinkler. */
    IRRIGATION,
    /** Removing weeds from paths and beds. */
    WEED_CONTROL,
    /** Clearing snow and gritting. */
    WINTER_SERVICE,
    /** Picking litter, emptying bins. */
    LITTER_PICKING,
    /** Checking and repairing playgrounds. */
    PLAYGROUND_INSPECTION
}
