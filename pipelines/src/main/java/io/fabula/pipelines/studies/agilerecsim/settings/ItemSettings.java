package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.ItemGenerator;
import io.fabula.envs.recsim.ItemGenerator.Centres;
import io.fabula.envs.recsim.ItemGenerator.Specials;
import io.fabula.envs.recsim.ItemGenerator.UniformFeatures;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import io.fabula.pipelines.studies.agilerecsim.tables.ItemFile;
import java.io.Serializable;

/** The items of the recommender world. */
public record ItemSettings(
    @Meaning(
            "published (the items of the published experiments), generated, or a file of items"
                + " (CSV or Parquet)")
        String source,
    @Meaning("items to generate") int numAllItems,
    @Meaning("main categories to generate") int recsimNumCategories,
    @Meaning("sub-categories of each to generate") int recsimNumSubcategories,
    @Meaning("share of the items that are for training") double recsimRatioForTrainItems,
    @Meaning("whether categories have sub-categories") boolean recsimIfUseSubcategory,
    @Meaning(
            "features around centres, gmm; around the unit vectors of categories without"
                + " sub-categories, orthogonal; or uniform and other ones for held-back items,"
                + " normal")
        Features recsimItemFeatSamplingMethod,
    @Meaning("least distance of held-back items to training items of their sub-category")
        double recsimRejectionSamplingDistance,
    @Meaning("least uniform feature of training items") double recsimItemDistTrainLow,
    @Meaning("greatest uniform feature of training items") double recsimItemDistTrainHigh,
    @Meaning("least uniform feature of held-back items") double recsimItemDistTestLow,
    @Meaning("greatest uniform feature of held-back items") double recsimItemDistTestHigh,
    @Meaning("special items: none, unmarked, flagged or one_hot") Specials recsimIfSpecialItems)
    implements Serializable {
  /** The items of the published experiments. */
  public static final String PUBLISHED = "published";

  /** Items made from the world's seed. */
  public static final String GENERATED = "generated";

  /** Where features come from. */
  public enum Features {
    GMM,
    ORTHOGONAL,
    NORMAL
  }

  public ItemSettings {
    Range.atLeast("num_all_items", numAllItems, 4);
    Range.atLeast("recsim_num_categories", recsimNumCategories, 2);
    Range.atLeast("recsim_num_subcategories", recsimNumSubcategories, 1);
    if (source.equals(GENERATED)) {
      options(
          numAllItems,
          recsimNumCategories,
          recsimNumSubcategories,
          recsimRatioForTrainItems,
          recsimIfUseSubcategory,
          recsimItemFeatSamplingMethod,
          recsimRejectionSamplingDistance,
          new UniformFeatures(
              recsimItemDistTrainLow,
              recsimItemDistTrainHigh,
              recsimItemDistTestLow,
              recsimItemDistTestHigh),
          recsimIfSpecialItems);
    } else if (recsimIfSpecialItems != Specials.NONE) {
      throw new IllegalArgumentException(
          "recsim_if_special_items needs the source generated, got " + source);
    }
  }

  private static ItemGenerator.Options options(
      int items,
      int categories,
      int subcategories,
      double share,
      boolean withSubcategories,
      Features features,
      double distance,
      UniformFeatures uniform,
      Specials specials) {
    if (features == Features.ORTHOGONAL && withSubcategories) {
      throw new IllegalArgumentException(
          "recsim_item_feat_sampling_method orthogonal needs recsim_if_use_subcategory false, got"
              + " true");
    }
    Centres centres = features == Features.ORTHOGONAL ? Centres.UNIT_VECTORS : Centres.UNIFORM;
    return new ItemGenerator.Options(
        items,
        categories,
        withSubcategories ? subcategories : 1,
        distance,
        share,
        withSubcategories ? Centres.AROUND_UNIT_VECTORS : centres,
        specials,
        features == Features.NORMAL ? uniform : null);
  }

  /** The same, where items come from a file with the hash of what it holds now. */
  ItemSettings pinned() {
    if (source.equals(PUBLISHED) || source.equals(GENERATED)) return this;
    return new ItemSettings(
        ItemFile.pinned(source),
        numAllItems,
        recsimNumCategories,
        recsimNumSubcategories,
        recsimRatioForTrainItems,
        recsimIfUseSubcategory,
        recsimItemFeatSamplingMethod,
        recsimRejectionSamplingDistance,
        recsimItemDistTrainLow,
        recsimItemDistTrainHigh,
        recsimItemDistTestLow,
        recsimItemDistTestHigh,
        recsimIfSpecialItems);
  }

  /** The items, made from a seed where they are generated. */
  public ItemCatalogue catalogue(long seed) {
    if (source.equals(PUBLISHED)) return ItemTable.published();
    if (!source.equals(GENERATED)) return ItemFile.read(source);
    return ItemGenerator.generate(
        options(
            numAllItems,
            recsimNumCategories,
            recsimNumSubcategories,
            recsimRatioForTrainItems,
            recsimIfUseSubcategory,
            recsimItemFeatSamplingMethod,
            recsimRejectionSamplingDistance,
            new UniformFeatures(
                recsimItemDistTrainLow,
                recsimItemDistTrainHigh,
                recsimItemDistTestLow,
                recsimItemDistTestHigh),
            recsimIfSpecialItems),
        seed);
  }
}
