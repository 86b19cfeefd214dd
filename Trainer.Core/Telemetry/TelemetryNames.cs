namespace Trainer.Core.Telemetry;

/// <summary>What instruments and spans are called, for those who listen to them.</summary>
public static class TelemetryNames
{
    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/> of all instruments.</summary>
    public const string Meter = "DataflowTrainer";

    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> of all spans.</summary>
    public const string ActivitySource = "DataflowTrainer";

    /// <summary>The tag with the name of a pipeline, <see cref="Pipeline.InputPipelineOptions.Name"/>.</summary>
    public const string PipelineTag = "trainer.pipeline.name";

    /// <summary>The tag with the name of a stage.</summary>
    public const string StageTag = "trainer.stage.name";

    /// <summary>The tag with what workers did with their time: <c>busy</c>, <c>starved</c> or <c>blocked</c>.</summary>
    public const string StateTag = "trainer.stage.state";

    /// <summary>The tag with the part of a step.</summary>
    public const string PartTag = "trainer.step.part";

    /// <summary>
    /// The span of a step of training; its parts are called <c>data wait</c>, <c>copy</c>, <c>forward</c> and so on.
    /// </summary>
    public const string StepSpan = "step";
}
