namespace Trainer.Augment.Kernels.Lanes;

/// <summary>
/// The operations on a vector of doubles that planning a row needs, so that it can be written once for all widths.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILanes<TVector>
{
    /// <summary>How many doubles a vector has.</summary>
    static abstract int Count { get; }

    /// <summary>0, 1, 2, …</summary>
    static abstract TVector Indices { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Create(double value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a × b, rounded on its own: never joined with an addition.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>The largest whole number not above.</summary>
    static abstract TVector Floor(TVector value);

    /// <summary>The smaller one.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger one.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Whether low ≤ value ≤ high in every lane.</summary>
    static abstract bool AllWithin(TVector value, TVector low, TVector high);

    /// <summary>In each lane <paramref name="then"/> where a &lt; b, otherwise <paramref name="otherwise"/>.</summary>
    static abstract TVector WhereLess(TVector a, TVector b, TVector then, TVector otherwise);

    /// <summary>Stores whole numbers as 32-bit integers.</summary>
    static abstract void StoreWhole(TVector value, uint* destination);

    /// <summary>Stores as single precision.</summary>
    static abstract void StoreSingle(TVector value, float* destination);
}
