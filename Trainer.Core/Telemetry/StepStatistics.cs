namespace Trainer.Core.Telemetry;

/// <summary>
/// What a trainer has done with its time so far, in the steps of training: validation is not among them.
/// </summary>
public sealed record StepStatistics
{
    /// <summary>Steps of training.</summary>
    public long Steps { get; init; }

    /// <summary>Samples in them.</summary>
    public long Samples { get; init; }

    /// <summary>
    /// Whether the parts between <see cref="DataWait"/> and <see cref="Callbacks"/> are the time of the work itself.
    /// Where a device works on its own they are the host's time to launch it, until <see cref="DeviceWait"/> waits for
    /// what was launched.
    /// </summary>
    public bool IsSplit { get; init; } = true;

    /// <summary>How many threads the trainer computes on: libtorch's on the CPU, 1 where a device computes.</summary>
    public int ComputeThreads { get; init; } = 1;

    /// <summary>Waiting for the next batch.</summary>
    public TimeSpan DataWait { get; init; }

    /// <summary>
    /// The part of <see cref="DataWait"/> in which the first batch of a training was waited for, while the pipeline
    /// started up.
    /// </summary>
    public TimeSpan FirstWait { get; init; }

    /// <summary>Copying images and labels to the device.</summary>
    public TimeSpan CopyToDevice { get; init; }

    /// <summary>The network and the loss.</summary>
    public TimeSpan Forward { get; init; }

    /// <summary>The gradients.</summary>
    public TimeSpan Backward { get; init; }

    /// <summary>Updating the weights.</summary>
    public TimeSpan Optimizer { get; init; }

    /// <summary>Callbacks at the beginning and the end of steps, and checkpoints in the middle of an epoch.</summary>
    public TimeSpan Callbacks { get; init; }

    /// <summary>Waiting for what a device is still to compute; zero on the CPU.</summary>
    public TimeSpan DeviceWait { get; init; }

    /// <summary>The host's time to launch a device's work: copies, forward, backward and updates.</summary>
    public TimeSpan Launch => CopyToDevice + Forward + Backward + Optimizer;

    /// <summary>
    /// Whether a device works on its own and has always done what it was given when the host asks for results.
    /// </summary>
    public bool IsLaunchBound => !IsSplit && DeviceWait < 0.02 * Whole;

    /// <summary>All of it, and what lies between: reading the loss back, the figures.</summary>
    public TimeSpan Whole { get; init; }

    /// <summary>A step from its wait for data to its last callback.</summary>
    public ServiceTimes StepTime { get; init; } = ServiceTimes.None;

    /// <summary>The copy to the device: of each step, the mean over its samples.</summary>
    public ServiceTimes CopyTime { get; init; } = ServiceTimes.None;

    /// <summary>The rest of a step behind its wait: of each step, the mean over its samples.</summary>
    public ServiceTimes TrainTime { get; init; } = ServiceTimes.None;

    /// <summary>Bytes copied to the device; 0 where data and network are on the same.</summary>
    public long CopiedBytes { get; init; }

    /// <summary>
    /// The trainer as two more stages behind the queue: <c>copy</c>, where it was measured, and <c>train</c>. They have
    /// one worker and are starved while they wait for a batch; copying is blocked while the network works.
    /// </summary>
    public IReadOnlyList<StageStatistics> Rows
    {
        get
        {
            TimeSpan training = Whole - DataWait - (IsSplit ? CopyToDevice : TimeSpan.Zero);
            StageStatistics train =
                new("train", 1, Samples, training, DataWait, TimeSpan.Zero) { ServiceTime = TrainTime };
            StageStatistics copy = new("copy", 1, Samples, CopyToDevice, DataWait, training)
            {
                ServiceTime = CopyTime,
                Bytes = CopiedBytes,
            };
            return IsSplit ? [copy, train] : [train];
        }
    }

    /// <summary>The part of the whole that none of the parts has.</summary>
    public TimeSpan Other => Whole - DataWait - Launch - Callbacks - DeviceWait;

    /// <summary>
    /// The parts by their names, in the order of a step; where a device works on its own, the launch of its work is
    /// one.
    /// </summary>
    public IReadOnlyList<(string Name, TimeSpan Time)> Parts => IsSplit
        ?
        [
            ("data wait", DataWait), ("copy", CopyToDevice), ("forward", Forward), ("backward", Backward),
            ("optimizer", Optimizer), ("callbacks", Callbacks), ("other", Other + DeviceWait),
        ]
        :
        [
            ("data wait", DataWait), ("launch", Launch), ("device wait", DeviceWait),
            ("callbacks", Callbacks), ("other", Other),
        ];

    /// <summary>The data stall: the share of its time that the trainer waited for data, 0 to 1.</summary>
    public double StallShare => Whole <= TimeSpan.Zero ? 0 : DataWait / Whole;

    /// <summary>
    /// The data stall without the wait for the first batch, 0 to 1: what goes on for as long as the training does.
    /// </summary>
    public double SteadyStallShare => Whole <= FirstWait ? 0 : (DataWait - FirstWait) / (Whole - FirstWait);

    /// <summary>Samples per second that the trainer would take if it never waited; 0 if nothing was measured.</summary>
    public double OwnSamplesPerSecond => Whole <= DataWait ? 0 : Samples / (Whole - DataWait).TotalSeconds;

    /// <summary>What was done after an earlier moment.</summary>
    /// <param name="earlier">The same trainer's figures of that moment.</param>
    public StepStatistics Since(StepStatistics earlier) => this with
    {
        Steps = Steps - earlier.Steps,
        Samples = Samples - earlier.Samples,
        DataWait = DataWait - earlier.DataWait,
        FirstWait = FirstWait - earlier.FirstWait,
        CopyToDevice = CopyToDevice - earlier.CopyToDevice,
        Forward = Forward - earlier.Forward,
        Backward = Backward - earlier.Backward,
        Optimizer = Optimizer - earlier.Optimizer,
        Callbacks = Callbacks - earlier.Callbacks,
        DeviceWait = DeviceWait - earlier.DeviceWait,
        Whole = Whole - earlier.Whole,
        StepTime = StepTime.Since(earlier.StepTime),
        CopyTime = CopyTime.Since(earlier.CopyTime),
        TrainTime = TrainTime.Since(earlier.TrainTime),
        CopiedBytes = CopiedBytes - earlier.CopiedBytes,
    };
}
