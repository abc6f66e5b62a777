package authzen

// The paths of the API, below the address of the decision point.
const (
	PathEvaluation     = "/access/v1/evaluation"
	PathEvaluations    = "/access/v1/evaluations"
	PathSearchSubject  = "/access/v1/search/subject"
	PathSearchResource = "/access/v1/search/resource"
	PathSearchAction   = "/access/v1/search/action"
	PathMetadata       = "/.well-known/authzen-configuration"
)

// Metadata tells enforcement points where to ask what.
type Metadata struct {
	Point          string `json:"policy_decision_point"`
	Evaluation     string `json:"access_evaluation_endpoint"`
	Evaluations    string `json:"access_evaluations_endpoint"`
	SearchSubject  string `json:"search_subject_endpoint"`
	SearchResource string `json:"search_resource_endpoint"`
	SearchAction   string `json:"search_action_endpoint"`
}

// MetadataOf describes the decision point at url, which has no slash at its end.
func MetadataOf(url string) Metadata {
	return Metadata{
		Point: url, Evaluation: url + PathEvaluation, Evaluations: url + PathEvaluations,
		SearchSubject: url + PathSearchSubject, SearchResource: url + PathSearchResource, SearchAction: url + PathSearchAction,
	}
}
