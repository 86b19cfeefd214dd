namespace Trainer.Augment.Kernels;

/// <summary>Finds where the pixels of a piece of a row read.</summary>
internal interface IRowPlanner
{
    /// <summary>Whether pixels outside the image are marked instead of mapped into it.</summary>
    static abstract bool MarksOutside { get; }

    /// <summary>Plans <paramref name="count"/> pixels of a row, from <paramref name="column"/> on.</summary>
    /// <param name="warp">What to do.</param>
    /// <param name="row">The row of the result.</param>
    /// <param name="column">The first column of the result.</param>
    /// <param name="count">How many pixels, at most <see cref="RowPlan.Capacity"/>.</param>
    /// <param name="plan">Takes the plan; whole vectors are written.</param>
    static abstract void Plan(in Warp warp, int row, int column, int count, in RowPlan plan);
}
