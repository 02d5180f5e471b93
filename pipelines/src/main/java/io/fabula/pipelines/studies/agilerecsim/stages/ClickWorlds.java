package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.recsim.CandidateRule;
import io.fabula.envs.recsim.Split;
import io.fabula.model.clicklog.ClickChances;
import io.fabula.model.clicklog.ClickUsers;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.model.slates.SlateArchitecture;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.WorldSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import java.util.Arrays;

/** Worlds of a log's users and items, and agents that fit them. */
final class ClickWorlds {
  private static final int USER_CODE = 32;
  private static final int POOL = 10_000;

  private final TrainPolicy.Options options;
  private final TrainRewardModel.Data data;
  private final int[][] pools = new int[2][];

  ClickWorlds(TrainPolicy.Options options, TrainRewardModel.Data data, Artifact log) {
    this.options = options;
    this.data = data;
    for (int online = 0; online < 2; online++) {
      int[] pool = new int[POOL];
      int[] filled = {0};
      LogTables.forEach(
          log,
          online == 1,
          options.training().world().slateSize(),
          (LoggedSlate row) -> {
            if (filled[0] < POOL) pool[filled[0]++] = row.user();
          });
      pools[online] = Arrays.copyOf(pool, filled[0]);
    }
  }

  TrainRewardModel.Data data() {
    return data;
  }

  /**
   * Users of the offline log with training items, or of the online log with the others.
   *
   * @throws UsageProblem if the log has too few rows or items for them
   */
  ClickUsers users(ClickChances chances, boolean online, int count) {
    try {
      return make(chances, online, count);
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(
          "agents cannot act on the %s log: %s; lower world.num_candidates, world.recsim_skew_ratio"
                  .formatted(online ? "online" : "offline", e.getMessage())
              + " or world.batch_step_size, or give a log of more",
          e);
    }
  }

  private ClickUsers make(ClickChances chances, boolean online, int count) {
    WorldSettings world = options.training().world();
    return new ClickUsers(
        new ClickUsers.Options(
            count,
            world.slateSize(),
            world.numCandidates(),
            new CandidateRule.Skewed(world.recsimSkewRatio()),
            online ? Split.TEST : Split.TRAIN,
            options.model().maxEpisodeSteps(),
            options.model().dataClickBonus(),
            !world.clean(),
            !world.clean()),
        chances,
        data.items(),
        data.users(),
        data.embeddings(),
        pools[online ? 1 : 0]);
  }

  SlateArchitecture architecture(AgentName name) {
    WorldSettings world = options.training().world();
    UserView user =
        new UserView(
            LoggedSlate.HISTORY,
            data.users().size() + data.embeddings().size(),
            USER_CODE,
            options.training().agent().obsEncoderType());
    return options
        .training()
        .agent()
        .architecture(
            name,
            user,
            data.embeddings().size(),
            world.slateSize(),
            world.numCandidates(),
            data.embeddings().trainIds().length);
  }
}
