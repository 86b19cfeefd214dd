namespace Trainer.Augment.Kernels;

/// <summary>Fetches and mixes the pixels that a plan names, one vector of pixels at a time.</summary>
internal unsafe interface IWarpSampler
{
    /// <summary>How many pixels one step makes.</summary>
    static abstract int Count { get; }

    /// <summary>Makes the pixels planned from <paramref name="index"/> on.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="plan">Where to read.</param>
    /// <param name="index">The first pixel, within the plan.</param>
    /// <param name="target">Where the first pixel's first value goes.</param>
    static abstract void Step<TPlanner, TChannels>(in SampleJob job, in RowPlan plan, int index, float* target)
        where TPlanner : struct, IRowPlanner
        where TChannels : struct, IChannels;
}
