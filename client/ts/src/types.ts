// Written by `go generate ./client` from docs/openapi.json; changes here are lost.

/** How long a verdict may be relied on at most, in milliseconds. */
export const HOLDS_MS = 5000;

export type ActivatedOutBody = {
  /** Of the version in use now */
  hash: string;
  /** Log index of the activation: from here on verdicts know of it */
  version: number;
};

export type Activation = {
  at: string;
  hash: string;
  /** Log index of the activation */
  version: number;
};

export type AgeInBody = {
  /** All that is kept of an age: no date of birth, no document */
  band: "under-14" | "14-to-17" | "adult";
  /** When the band ends and the person is asked anew; not for adults */
  lapses_at?: string;
  /** How it became known */
  method: "self-declared" | "guardian-declared" | "account-record" | "identity-check" | "outside-service";
  subject: string;
};

export type Alert = {
  clock: ReqClock;
  kind: string;
  reason: string;
  request: string;
  state: string;
  /** Negative: overdue by so many */
  working_days_left: number;
};

export type AlertsOutBody = {
  /** The most urgent first */
  due: Alert[] | null;
};

export type Answer = {
  choice: string;
  evidence?: Evidence;
  grant: boolean;
};

export type AnswerInBody = {
  answers: Answer[] | null;
  /** The guardian who answers for a person under fourteen; absent: the person */
  by?: string;
};

export type AnswerRequestInBody = {
  /** What the person is answered, in their language */
  text: string;
};

export type Article = {
  article: string;
  instrument: string;
  /** draft: never in force; practice: not law */
  status: string;
};

export type AskBody = {
  /** Ask the age band too: only the band and how it is known, never a date of birth. With no choices it comes first and alone */
  age?: boolean;
  /** Absent in silence */
  ask?: string;
  choices: Choice[] | null;
  /** Hash of the declaration that was asked under */
  declaration?: string;
  expires_at?: string;
  /** When we may ask on our own initiative; null: not until the person acts or the use changes in substance */
  next_ask_at: string | null;
  /** Why there is silence */
  reasons?: Silence[] | null;
  service?: string;
  silence: boolean;
  /** Log index of the ask */
  version?: number;
};

export type AskInBody = {
  /** The functions in use; at a start without them the basic ones, in the settings all */
  functions?: string[] | null;
  /** Who answers for a person under fourteen */
  guardian?: string;
  service: string;
  subject: string;
  /** start: our own initiative; function, settings: the person's own act */
  trigger: "start" | "function" | "settings";
};

export type BatchVerdict = {
  /** Why there is no verdict; permit is then false */
  problem?: Problem;
};

export type BroughtIn = {
  /** What stands here goes before what was imported */
  kept: string[] | null;
  /** Why nothing of this person was taken */
  problem?: Problem;
  /** Now as imported */
  taken: string[] | null;
  version: number;
};

export type Button = {
  /** Of its text, in hundredths of a ratio: 450 is 4.5 to 1 */
  contrast: number;
  /** CSS pixels */
  height: number;
  /** CSS pixels */
  width: number;
};

export type CancelInBody = {
  guardian?: string;
  subject: string;
};

export type CertificateOutBody = {
  case: string;
  due_at: string;
  ended_at?: string;
  event_at: string;
  evidence: ProvedStep[] | null;
  /** What a ground in force keeps, and until when */
  kept: Kept[] | null;
  /** From when the clock runs, where the law can be read in more ways than one */
  reading?: string;
  state: string;
  trigger: string;
};

export type ChangedOutBody = {
  /** From here on verdicts know of it: send it as at_least; -1 where nothing is recorded of the person */
  version: number;
};

export type Choice = {
  choice: string;
  function: string;
  required: boolean;
  separate?: string[] | null;
  service: string;
  step: number;
  /** The question in the language of the request */
  text: string;
  uses: ChoiceUse[] | null;
  wording: Wording;
};

export type ChoiceUse = {
  fingerprint: string;
  item: Text;
  use: string;
};

export type CodeInBody = {
  code: string;
};

export type CodeOutBody = {
  clocks: ReqClock[] | null;
  state: string;
};

export type Condition = {
  articles: Article[] | null;
  /** not-checked: no software sees it, and people answer it */
  found: "met" | "not-met" | "not-checked";
  id: string;
  text: string;
  /** Those in scope that it is about */
  uses?: string[] | null;
};

export type ConfirmInBody = {
  /** Where the confirmation is: a reference, without anything of the person */
  evidence: string;
  recipient: string;
};

export type DeadLetter = {
  attempts: number;
  /** Why it failed last: a class of status, or what failed */
  error: string;
  /** Absent where it was to go to no hook yet */
  hook?: string;
  id: string;
  /** Log index of the change it tells of */
  version: number;
};

export type DeadOutBody = {
  /** Oldest first, at most 256. Whom they are about is not listed: redelivering tells the hook */
  dead: DeadLetter[] | null;
};

export type Detail = {
  age?: string;
  answer?: string;
  at_once?: boolean;
  claims?: Record<string, string>;
  /** How staff carried it out by hand, where they did */
  done?: HandedBy;
  /** When that came about */
  event_at?: string;
  /** What whoever asked wrote when the request waited for them */
  replies?: Replied[] | null;
  target?: string;
  text?: string;
  /** Of a deletion that nobody asked for: why it is due */
  trigger?: string;
  values?: Record<string, string>;
};

export type DoneOutBody = {
  done: boolean;
};

export type EraseCase = {
  articles: Article[] | null;
  certainty: string;
  /** Hash of the declaration that the plan is made from */
  declaration: string;
  due_at: string;
  ended_at?: string;
  /** What the clock runs from */
  event_at: string;
  id: string;
  opened_at: string;
  /** From when the clock runs, where the law can be read in more ways than one */
  reading?: string;
  /** Why it does not end though every store and recipient is done */
  reason?: string;
  reason_text?: string;
  request?: string;
  /** restricted: hard to erase, stored and protected only; never erased */
  state: string;
  stores: EraseStore[] | null;
  told: EraseTold[] | null;
  trigger: string;
  /** Absent: everything */
  uses?: string[] | null;
};

export type EraseLeft = {
  count: number;
  /** identifier, value, or column: a row that stays does not hold what it should by now */
  found_by: string;
  /** Table and column, or the pattern of a key or path, without what is personal in it */
  where: string;
};

export type EraseStore = {
  attempts: number;
  /** Rows, keys or objects so far */
  erased: number;
  /** When it was last found empty, by another connection: before the end of the case once more */
  looked_at?: string;
  /** Evidence of what people did by hand */
  manual?: string;
  phase: string;
  /** Why it does not come further */
  reason?: string;
  reason_text?: string;
  /** What was found when it was last looked at, until nothing is; never a value */
  residue?: EraseLeft[] | null;
  since: string;
  store: string;
};

export type EraseTold = {
  /** webhook or letter */
  by?: string;
  /** Absent until they say that it is done; the case stays open until then */
  confirmed_at?: string;
  evidence?: string;
  recipient: string;
  told_at?: string;
};

export type ErasuresOutBody = {
  erasures: EraseCase[] | null;
};

export type Evidence = {
  /** Id of the person's act, such as one press of one button; a grant needs it. One act may save several choices that stand on one step, and gives no more than one separate consent */
  act?: string;
  /** UTC milliseconds */
  answered_at?: number;
  /** What was pressed */
  element?: string;
  /** In which the choice was read */
  language?: string;
  /** What refuses */
  no?: Button;
  /** Place on the screen, from 1 */
  order?: number;
  /** Whether yes stood ticked before the person acted */
  preselected?: boolean;
  /** UTC milliseconds */
  shown_at?: number;
  /** What agrees */
  yes?: Button;
};

export type Facet = {
  from: Text;
  is: Text;
  key: string;
  to: Text;
};

export type Fact = {
  label: Text;
  text: Text;
};

export type Fed = {
  /** Hash of the active declaration; empty where none is */
  active: string;
  /** How long before the request the sender itself had last begun to read; 0 for the primary */
  age_ms: number;
  from: number;
  /** Which log this is: where it is another than before, load anew */
  log: string;
  /** Everybody with an entry in between, as they stand now */
  people?: FedPerson[] | null;
  /** 32 bytes in base64. A key is the first 16 bytes of SHA-256 over these and the subject, in unpadded base64url */
  secret?: string;
  /** All that are not lifted */
  stops?: Stop[] | null;
  /** How many entries of the log the caller knows of from here on */
  to: number;
  /** What said counts in */
  uses?: FedUse[] | null;
};

export type FedDeclaration = {
  files: FedFile[] | null;
};

export type FedFile = {
  name: string;
  text: string;
};

export type FedPerson = {
  key: string;
  /** Place in uses, times 16, and the state */
  said?: number[] | null;
  /** Log index of the last entry about the person: what is lower than known is old */
  version: number;
  /** Age, guardian and restriction, where they bear on verdicts */
  who?: FedWho;
};

export type FedUse = {
  fingerprint: string;
  use: string;
};

export type FedWho = {
  /** Log index of what says so, or -1; likewise the next two */
  age_at: number;
  /** 1 under fourteen, 2 fourteen to seventeen */
  band?: number;
  /** Until when the guardian may answer, Unix milliseconds */
  guardian?: number;
  guardian_at: number;
  /** From when the band is unknown, Unix milliseconds */
  lapses?: number;
  /** 1 restricted, 2 erasing */
  mode?: number;
  restricted_at: number;
};

export type FeedDeclarationIn = {
  hash: string;
};

export type FeedIn = {
  /** How many entries of the log the caller knows of */
  from: number;
  /** How many entries the answer covers at most; one that covers fewer has caught up */
  limit?: number;
  /** Whether to send the secret that the keys are made with; then there is no waiting */
  secret?: boolean;
  /** How long to wait where nothing happened, in milliseconds */
  wait_ms?: number;
};

export type FieldError = {
  location: string;
  message: string;
};

export type FunctionChange = {
  function: string;
  kind: string;
};

export type GuardianInBody = {
  /** Where you can find the evidence: a reference, never a copy */
  evidence: string;
  expires_at: string;
  guardian: string;
  /** How it was verified */
  method: "document-seen" | "signed-form" | "identity-check" | "payment" | "call" | "account-link";
  relation: "parent" | "grandparent" | "sibling" | "other-guardian";
  /** The child */
  subject: string;
};

export type Halting = {
  /** Who stops it */
  by: string;
  function?: string;
  /** Permanent, chosen by whoever stops */
  id: string;
  item?: string;
  reason: string;
  /** A recipient or component */
  recipient?: string;
  service?: string;
  /** Absent: until it is lifted */
  until?: string;
  use?: string;
};

export type HandedBy = {
  /** By which means it was handed over or set right */
  means: "in-person" | "post" | "electronic" | "in-service";
  /** Where you can find it noted: a reference, never the thing itself */
  reference: string;
  /** Of a transfer: who has it now */
  to?: string;
};

export type HashInBody = {
  hash: string;
};

export type HoldInBody = {
  /** Why it is technically hard, without anything of the person */
  reason: string;
  store: string;
};

export type Hook = {
  created_at: string;
  /** Absent while it is told */
  disabled_at?: string;
  /** Empty: all */
  events: string[] | null;
  id: string;
  /** Shown this once */
  secret?: string;
  url: string;
};

export type HooksOutBody = {
  hooks: Hook[] | null;
};

export type ImportInBody = {
  people: ImportedBy[] | null;
  /** Where it was kept before, such as the name of the old system */
  source: string;
};

export type ImportOutBody = {
  /** One for each person, in their order. Sending the same again changes nothing */
  people: BroughtIn[] | null;
};

export type Imported = {
  /** When it was said */
  at: string;
  /** Absent: the person */
  by?: "guardian";
  /** Where the evidence is kept: a reference */
  evidence?: string;
  /** How good the evidence of a grant is; where in doubt general, which permits nothing. It never rises */
  quality?: "separate" | "specific" | "general";
  state: "granted" | "refused" | "withdrawn";
  use: string;
  /** What was shown then */
  wording?: string;
};

export type ImportedBy = {
  said: Imported[] | null;
  subject: string;
};

export type Kept = {
  fields: string[] | null;
  holding: string;
  rows: number;
  store: string;
  under: string;
  until: string;
};

export type KeyInfo = {
  created_at: string;
  /** Hash of the key: names it and opens nothing */
  id: string;
  name: string;
  /** Absent while it may be used */
  revoked_at?: string;
  scopes: string[] | null;
};

export type KeysOutBody = {
  keys: KeyInfo[] | null;
};

export type LinkInBody = {
  /** For the browser of this guardian, who answers for a person under fourteen */
  guardian?: string;
  /** consents; rights (all that a person can ask for); held (what is held); requests (what was asked); rights/ and a kind (the form; rights/close closes the account); asks/ or requests/ and an id */
  page: string;
  /** The service has just done its own login again, of whoever's browser it is. For 15 minutes from now the browser may ask for a copy, deletion, transfer or closing; without it those pages say to come again. It says what the service did: never send it for a session that was merely still open */
  step_up?: boolean;
  subject: string;
};

export type LinkOutBody = {
  expires_at: string;
  /** For this person's browser only */
  url: string;
};

export type ManualInBody = {
  /** Where the evidence is: a reference, without anything of the person */
  evidence: string;
  store: string;
};

export type MergeInBody = {
  /** Who they turned out to be */
  known: string;
  /** Under whom the person went before, such as the id of a visitor */
  unknown: string;
};

export type Metadata = {
  access_evaluation_endpoint: string;
  access_evaluations_endpoint: string;
  policy_decision_point: string;
  search_action_endpoint: string;
  search_resource_endpoint: string;
  search_subject_endpoint: string;
};

export type Move = {
  at: string;
  /** system, person, guardian, or the id of an API key */
  by: string;
  reason?: string;
  state: string;
};

export type NewHookInBody = {
  /** Absent: all but request.code */
  events?: Array<"consent.granted" | "consent.refused" | "consent.withdrawn" | "request.received" | "request.verifying" | "request.in-progress" | "request.waiting" | "request.done" | "request.refused" | "request.restricted" | "request.cancelled" | "request.code" | "request.warning" | "request.overdue" | "request.replied" | "erasure.closed" | "erasure.warning" | "erasure.overdue"> | null;
  /** https; http only into networks that the operator allows */
  url: string;
};

export type NewKeyInBody = {
  /** What the key is for */
  name: string;
  scopes: Array<"consent" | "decide" | "link" | "keys" | "who" | "people" | "declare" | "hooks" | "stop" | "feed" | "requests"> | null;
};

export type NewKeyOutBody = {
  /** Shown this once */
  key: string;
  scopes: string[] | null;
};

export type OnScreen = {
  choice: string;
  evidence?: Evidence;
};

export type PersonInBody = {
  subject: string;
};

export type PreviewOutBody = {
  /** Hash of the version in use; absent where none is */
  from?: string;
  functions: FunctionChange[] | null;
  /** Different people who would be asked again about something */
  people: number;
  to: string;
  uses: PreviewUse[] | null;
};

export type PreviewUse = {
  articles?: Article[] | null;
  /** People who spoke on it, and whose word would not hold any more */
  asked: number;
  /** What differs */
  facets?: Facet[] | null;
  /** Those among them who agreed: what rests on it stops until they agree anew */
  granted: number;
  kind: string;
  /** Whether people have to be asked before it goes on */
  reask: boolean;
  use: string;
  why: string;
};

export type Problem = {
  /** Articles behind a refusal, each with the status of its instrument */
  articles?: Article[] | null;
  /** What is wrong, in the language of the request */
  detail?: string;
  /** Which parts of the input are wrong */
  errors?: FieldError[] | null;
  /** What to do */
  fix?: string;
  /** Under which the server logged the request */
  request_id?: string;
  /** Permanent id of the rule that refused */
  rule?: string;
  status: number;
  /** Short text of the status */
  title: string;
  /** urn:volens:problem: and the kind of fault */
  type: string;
};

export type ProofOutBody = {
  /** Base64, RFC 6962 order */
  hashes: string[] | null;
};

export type Proved = {
  /** Ids of the API keys of those who approved, as GET /v1/keys lists them */
  approved?: string[] | null;
  /** Where it is noted what the deceased had arranged */
  arrangement?: string;
  /** Absent: not proved yet */
  at?: string;
  method: string;
  reference?: string;
  /** Of a relative to the deceased */
  relation?: string;
  step_up_at?: string;
};

export type ProvedStep = {
  /** What, how many, when, verified how; never a value */
  body: unknown;
  /** Place in the record: the leaf holds the hash of this body */
  index: number;
};

export type Question = {
  action: "process" | "collect" | "provide" | "export" | "recommend" | "authenticate" | "refuse-service" | "ask";
  /** A version that the answer must know of; -1 is that of a person about whom nothing is recorded */
  at_least?: number;
  /** With export: where to */
  country?: string;
  function?: string;
  /** With authenticate and a function: by which item, or way, such as face */
  item?: string;
  /** With collect: when the item was last collected; without it the frequency is not checked */
  last_at?: string;
  /** Answer from the primary: reasons then name the entries behind them */
  primary?: boolean;
  /** To whom the item would be given */
  recipient?: string;
  /** The service's own id of the person */
  subject: string;
  use?: string;
};

export type Questions = {
  questions: Question[] | null;
};

export type Reason = {
  articles: Article[] | null;
  /** false: this could not be checked, and decided nothing */
  checked?: boolean;
  message: string;
  /** Place in the declaration */
  path?: string;
  /** Log index of the entry behind it */
  record?: number;
  rule: string;
};

export type Receipt = {
  /** The person's own copy: enough to prove the answer later */
  receipt: unknown;
  /** Log index of the answer: send it as at_least */
  version: number;
};

export type ReceiptInBody = {
  /** volens: our own; dpv: a consent receipt with the fields of ISO/IEC TS 27560 in JSON-LD, ours inside, of answers and withdrawals */
  format?: "volens" | "dpv";
  /** Version of the entry */
  index: number;
  subject: string;
};

export type ReceiptOutBody = {
  format: string;
  receipt: unknown;
};

export type RedeliverInBody = {
  id: string;
};

export type Replay = {
  /** Whether the age band was asked too */
  age: boolean;
  answers: Replayed[] | null;
  ask: string;
  at: string;
  /** To the word, and in their order */
  choices: Choice[] | null;
  /** Hash of the version it was asked under */
  declaration: string;
  expires_at: string;
  /** Whether it was put to the guardian of a person under fourteen */
  guardian: boolean;
  /** Without an answer */
  left: string[] | null;
  service: string;
  /** When what was on the screen, and how */
  shown: Replayed[] | null;
  trigger: string;
  version: number;
};

export type ReplayInBody = {
  ask: string;
  subject: string;
};

export type Replayed = {
  at: string;
  /** As the record commits to it */
  body: unknown;
  /** Log index: its receipt proves it */
  version: number;
};

export type Replied = {
  at: string;
  /** person or guardian */
  by: string;
  text: string;
};

export type ReplyInBody = {
  guardian?: string;
  subject: string;
  /** What the person answers to what the request waits for */
  text: string;
};

export type ReqClock = {
  article: Article;
  calendar: string;
  /** provisional: the year's holidays are not published, and the date is the earliest bound */
  certainty: string;
  due_at: string;
  from: string;
  last_day: string;
  /** Id of the number of the law */
  param: string;
  /** Which reading of the text this is, where there are several */
  reading?: string;
  /** How far it binds: a draft was never in force */
  status_text: string;
};

export type Request = {
  /** Behind the reason */
  articles?: Article[] | null;
  /** The window in which closing an account can be cancelled; the clock runs on */
  cancellable_until?: string;
  /** Every obligation with its own deadline; none stops. Empty: promptly, for no number is set */
  clocks: ReqClock[] | null;
  /** Of a transfer, where one request is asked for: what the law asks, for staff to answer before they let it go on */
  conditions?: Condition[] | null;
  /** What the person wrote; only where one request or one person is asked for */
  detail?: Detail;
  entered_at: string;
  history: Move[] | null;
  id: string;
  kind: string;
  note?: string;
  proof?: Proved;
  reason?: string;
  /** The reason as the person reads it */
  reason_text?: string;
  /** What the clocks run from */
  received_at: string;
  /** The earlier open request that this one repeats */
  repeats?: string;
  /** Absent: all */
  service?: string;
  speaker: string;
  state: string;
  /** Only where one request or one person is asked for */
  subject?: string;
  /** Absent: everything */
  uses?: string[] | null;
  way: string;
};

export type RequestInBody = {
  /** For a copy: the age public key to encrypt it to */
  age?: string;
  /** For closing the account: erasing begins at once and cannot be cancelled; of a closing that is waiting it ends the wait. Absent: it can be cancelled for some days, which is our arrangement and not law */
  at_once?: boolean;
  /** Who asks for a person under fourteen; absent: the person */
  guardian?: string;
  kind: "access" | "copy" | "correct" | "complete" | "delete" | "restrict" | "transfer" | "close" | "withdraw" | "explain" | "complain";
  /** Absent: all services */
  service?: string;
  /** The service has just done its own login again. A copy, deletion, transfer or closing needs it */
  step_up?: boolean;
  subject: string;
  /** For transfer: a declared recipient, or the address of another processor */
  target?: string;
  /** What the person wrote. Never needed for closing or deletion */
  text?: string;
  /** Only what these uses need; absent: everything */
  uses?: string[] | null;
  /** For correct and complete: the right value, by kind of personal information */
  values?: Record<string, string>;
};

export type RequestsOutBody = {
  requests: Request[] | null;
};

export type RestrictInBody = {
  /** restricted: storage and protection only; erasing: erasing has begun, and is not undone */
  mode: "restricted" | "erasing";
  reason: "person-asked" | "kept-by-law" | "hard-to-erase" | "disputed" | "erasure-asked" | "account-closed";
  subject: string;
};

export type ResumeInBody = {
  /** Who lifts it */
  by: string;
  id: string;
};

export type RevokeInBody = {
  id: string;
};

export type SearchInBody = {
  subject: string;
};

export type SearchOutBody = {
  consents: Spoken[] | null;
  /** Log index of the last entry about the person; -1 where there is none */
  version: number;
};

export type ShownInBody = {
  /** Those that were on the screen */
  choices?: OnScreen[] | null;
  /** The person closed it without an answer */
  closed?: boolean;
};

export type Silence = {
  articles?: Article[] | null;
  message: string;
  rule: string;
  uses?: string[] | null;
};

export type SnapshotIn = {
  /** How long the snapshot may be relied on, in seconds: what people withdraw meanwhile is not in it */
  lease_s?: number;
};

export type Spoken = {
  ask?: string;
  at: string;
  /** guardian, or absent: the person */
  by?: string;
  declaration: string;
  fingerprint: string;
  /** Of consent from before Volens: separate, specific or general; absent: asked here */
  quality?: string;
  /** The use changed in substance since, or is declared no more: the consent no longer counts */
  stale: boolean;
  state: string;
  use: string;
  version: number;
};

export type StaffInBody = {
  /** For a copy: the age public key to encrypt it to */
  age?: string;
  /** For closing the account: erasing begins at once and cannot be cancelled; of a closing that is waiting it ends the wait. Absent: it can be cancelled for some days, which is our arrangement and not law */
  at_once?: boolean;
  /** When that came about; with a trigger other than request it is needed. The clock of erasing runs from here */
  event_at?: string;
  /** The linked guardian of a person under fourteen, where one asks. Absent: a guardian who is not linked, and shows that they are (guardian-shown) */
  guardian?: string;
  kind: "access" | "copy" | "correct" | "complete" | "delete" | "restrict" | "transfer" | "close" | "withdraw" | "explain" | "complain";
  /** Absent: who asks is not known yet, and the clock runs all the same; see /verify */
  proof?: StaffProof;
  /** When the letter or call came: the clock runs from here, not from when it is entered */
  received_at: string;
  /** Absent: all services */
  service?: string;
  speaker: "person" | "guardian" | "relative" | "authority";
  /** Of whom it is about */
  subject: string;
  /** For transfer: a declared recipient, or the address of another processor */
  target?: string;
  /** What the person wrote. Never needed for closing or deletion */
  text?: string;
  /** Of a deletion: why it is due where nobody asked for it. purpose: reached, or no longer needed; unavoidable: collected without need or consent, unavoidably; unlawful: processed against law or agreement (draft 22, PIPL 47). Absent: the person asked */
  trigger?: "request" | "purpose" | "unavoidable" | "unlawful";
  /** Only what these uses need; absent: everything */
  uses?: string[] | null;
  /** For correct and complete: the right value, by kind of personal information */
  values?: Record<string, string>;
};

export type StaffProof = {
  /** Of a relative: where it is noted what the deceased had arranged (PIPL 49) */
  arrangement?: string;
  method: "called-back" | "in-person" | "letter-to-held-address" | "code-to-held-contact" | "guardian-shown" | "relation-shown" | "authority-letter";
  /** Where you can find the evidence: a reference, never a copy of a document */
  reference: string;
  /** Of a relative to the deceased */
  relation?: "spouse" | "parent" | "child" | "sibling" | "grandparent" | "grandchild";
};

export type Standing = {
  /** Absent where nothing is known */
  age?: StandingAge;
  /** On how many uses the person said anything: see /v1/consents/search */
  consents: number;
  /** The link in force, or the last that was */
  guardian?: StandingGuardian;
  /** Absent where there is none */
  restriction?: StandingRestraint;
  /** Log index of the last entry about the person; -1 where there is none */
  version: number;
};

export type StandingAge = {
  at: string;
  band: string;
  /** The band has ended: the person is asked anew, and until then the data is restricted */
  lapsed: boolean;
  lapses_at?: string;
  method: string;
};

export type StandingGuardian = {
  ended_at?: string;
  evidence?: string;
  expires_at: string;
  in_force: boolean;
  method: string;
  relation: string;
  since: string;
};

export type StandingRestraint = {
  at: string;
  mode: string;
  reason: string;
};

export type StandingStop = {
  at: string;
  /** Who stops it */
  by: string;
  function?: string;
  /** Permanent, chosen by whoever stops */
  id: string;
  item?: string;
  reason: string;
  /** A recipient or component */
  recipient?: string;
  service?: string;
  /** Absent: until it is lifted */
  until?: string;
  use?: string;
  version: number;
};

export type Stop = {
  at: string;
  by: string;
  function?: string;
  id: string;
  item?: string;
  lifted?: boolean;
  reason: string;
  recipient?: string;
  service?: string;
  until?: string;
  use?: string;
  version: number;
};

export type StopsOutBody = {
  /** All that are not lifted */
  stops: StandingStop[] | null;
};

export type Stored = {
  hash: string;
  uploaded_at: string;
  /** Log index of the upload */
  version: number;
};

export type Text = {
  /** 英文 | in English */
  en: string;
  /** 中文 | in Chinese */
  zh: string;
};

export type Threshold = {
  article: Article;
  bound: string;
  id: string;
  note: string;
  people: number;
  /** How far the rule binds: draft was never in force */
  status: string;
  status_text: string;
};

export type ToldNote = {
  en: string;
  zh: string;
};

export type TurnInBody = {
  /** With done and carried-out, of a copy, transfer or correction that people carried out: what shows it. A copy that lies ready needs none */
  evidence?: HandedBy;
  /** What the person is told beside the reason. Of a transfer: how the conditions were judged that no software sees */
  note?: ToldNote;
  reason: string;
  /** waiting: for the person; no state stops the clock. done: what people did by hand, a copy, transfer or correction with evidence; a deletion or the closing of an account is done when every place was looked at, and not when somebody says so */
  state: "in-progress" | "waiting" | "refused" | "restricted" | "done";
};

export type Uncounted = {
  basis: string;
  use: string;
};

export type UploadInBody = {
  files: UploadedFile[] | null;
};

export type UploadOutBody = {
  hash: string;
  /** How many findings of each severity volens lint has: breach, warning */
  lint: Record<string, number>;
};

export type UploadedFile = {
  /** Without a folder */
  name: string;
  text: string;
};

export type Verdict = {
  permit: boolean;
  reasons: Reason[] | null;
  /** The same as milliseconds from the moment this was answered: count them from the moment you sent the request, and no clock has to agree with another */
  valid_ms: number;
  /** Past this moment ask again; if you cannot, deny */
  valid_until: string;
  /** Log index of the last entry about the person that the answer knows of; -1 for none */
  version: number;
};

export type Verdicts = {
  /** One for each question, in their order */
  verdicts: BatchVerdict[] | null;
};

export type VersionsOutBody = {
  /** The last ones, newest first */
  activations: Activation[] | null;
  /** Hash of the version in use; absent where none is */
  active?: string;
  /** Newest first */
  versions: Stored[] | null;
};

export type VisitorInBody = {
  /** For a copy: the age public key to encrypt it to */
  age?: string;
  /** For closing the account: erasing begins at once and cannot be cancelled; of a closing that is waiting it ends the wait. Absent: it can be cancelled for some days, which is our arrangement and not law */
  at_once?: boolean;
  /** Which sort of contact may be held; nothing else is asked for */
  contact: "phone" | "email";
  kind: "access" | "copy" | "correct" | "complete" | "delete" | "restrict" | "transfer" | "close" | "withdraw" | "explain" | "complain";
  /** Absent: all services */
  service?: string;
  /** For transfer: a declared recipient, or the address of another processor */
  target?: string;
  /** What the person wrote. Never needed for closing or deletion */
  text?: string;
  /** Only what these uses need; absent: everything */
  uses?: string[] | null;
  /** The contact. A code goes to it if it is held already, and to nothing else */
  value: string;
  /** For correct and complete: the right value, by kind of personal information */
  values?: Record<string, string>;
};

export type VisitorOutBody = {
  /** Whether or not anybody is known by what was claimed */
  id: string;
};

export type WhoInBody = {
  /** All uses of a kind of personal information */
  item?: string;
  /** By default granted; with neither use nor item everybody the record knows is counted */
  state?: "granted" | "refused" | "withdrawn";
  use?: string;
};

export type WhoOutBody = {
  /** Always true: at least so many people. Whoever the record does not know is not among them */
  lower_bound: boolean;
  /** Uses on another basis than consent: how many people they concern is not in the record */
  not_checked: Uncounted[] | null;
  /** Whom the number leaves out although their information may be held */
  not_counted: string[] | null;
  /** Different people in the state on at least one of the uses */
  people: number;
  /** Numbers of people that rules set, those of the draft that was never in force among them (see the status of the article), and that this number meets. People on another basis than consent are not counted: one that is not listed may be met all the same. What each counts, and from when, is in its note: whether it applies is for people to judge */
  thresholds: Threshold[] | null;
  /** What was counted */
  uses: string[] | null;
  /** The number knows of everything up to this log index; -1 for an empty record */
  version: number;
};

export type WithdrawInBody = {
  /** Everything, in every service */
  all?: boolean;
  /** The guardian who withdraws for a person under fourteen; absent: the person */
  by?: string;
  function?: string;
  service?: string;
  subject: string;
  uses?: string[] | null;
};

export type WithdrawOutBody = {
  /** What ended now; empty where nothing was left to end */
  uses: string[] | null;
  /** From here on verdicts know of it: send it as at_least */
  version: number;
};

export type Wording = {
  facts: Fact[] | null;
  need: Text;
  question: Text;
  refusing: Text;
  why: Text;
};

/** What goes into every route that takes JSON, and what comes out. */
export interface Routes {
  /** 问 | what may be put to this person now, or silence and why */
  "/v1/asks": { in: AskInBody; out: AskBody };
  /** 重放 | exactly what was shown, and how it was answered or left */
  "/v1/asks/replay": { in: ReplayInBody; out: Replay };
  /** 答 | take the person's answers; the same again gives the same receipt */
  "/v1/asks/{id}/answers": { in: AnswerInBody; out: Receipt };
  /** 已展示 | an ask was on the screen, or closed without an answer */
  "/v1/asks/{id}/shown": { in: ShownInBody; out: ChangedOutBody };
  /** 查 | what this person said, use by use */
  "/v1/consents/search": { in: SearchInBody; out: SearchOutBody };
  /** 断 | may this be done now; may service be refused */
  "/v1/decisions": { in: Question; out: Verdict };
  /** 批断 | many verdicts in one request, each by itself */
  "/v1/decisions/batch": { in: Questions; out: Verdicts };
  /** 上传声明 | store a version without using it, with what lint finds */
  "/v1/declarations": { in: UploadInBody; out: UploadOutBody };
  /** 启用 | use a version from now on, on every node */
  "/v1/declarations/activate": { in: HashInBody; out: ActivatedOutBody };
  /** 预览 | whom activating it would ask again, about which uses */
  "/v1/declarations/preview": { in: HashInBody; out: PreviewOutBody };
  /** 接收方确认 | a recipient confirmed that it erased, with evidence */
  "/v1/erasures/{id}/confirm": { in: ConfirmInBody; out: DoneOutBody };
  /** 难以删除 | technically hard to erase: stored and protected only, and never called erased */
  "/v1/erasures/{id}/hold": { in: HoldInBody; out: DoneOutBody };
  /** 人工完成 | people did by hand what no connector can, with evidence */
  "/v1/erasures/{id}/manual": { in: ManualInBody; out: DoneOutBody };
  /** 变更流 | what changed for verdicts since a size of the log, by keys in place of ids */
  "/v1/feed": { in: FeedIn; out: Fed };
  /** 声明原文 | a version of the declaration, for whoever follows the feed */
  "/v1/feed/declaration": { in: FeedDeclarationIn; out: FedDeclaration };
  /** 新订阅 | tell a system of changes; its secret is shown once */
  "/v1/hooks": { in: NewHookInBody; out: Hook };
  /** 重投 | try a dead letter again */
  "/v1/hooks/redeliver": { in: RedeliverInBody; out: DoneOutBody };
  /** 密钥 | make an API key; it is shown once */
  "/v1/keys": { in: NewKeyInBody; out: NewKeyOutBody };
  /** 撤销密钥 | end the use of an API key, on every node */
  "/v1/keys/revoke": { in: RevokeInBody; out: DoneOutBody };
  /** 链接 | a short-lived link to the person's own pages */
  "/v1/links": { in: LinkInBody; out: LinkOutBody };
  /** 年龄段 | the band of a person's age; no date of birth is kept */
  "/v1/people/age": { in: AgeInBody; out: ChangedOutBody };
  /** 监护人 | link the guardian who answers for a person under fourteen */
  "/v1/people/guardian": { in: GuardianInBody; out: ChangedOutBody };
  /** 终止监护 | end the guardian link */
  "/v1/people/guardian/end": { in: PersonInBody; out: ChangedOutBody };
  /** 导入 | consent from before Volens, with its evidence and quality */
  "/v1/people/import": { in: ImportInBody; out: ImportOutBody };
  /** 解除限制 | lift a restriction */
  "/v1/people/lift": { in: PersonInBody; out: ChangedOutBody };
  /** 合并 | an unknown person turned out to be a known one */
  "/v1/people/merge": { in: MergeInBody; out: ChangedOutBody };
  /** 限制处理 | leave nothing but storage and protection, or say that erasing has begun */
  "/v1/people/restrict": { in: RestrictInBody; out: ChangedOutBody };
  /** 状况 | what is known of a person's age, guardian and restriction */
  "/v1/people/standing": { in: PersonInBody; out: Standing };
  /** 回执 | the receipt of an entry: ours, or with the fields of ISO/IEC TS 27560 in DPV */
  "/v1/receipts": { in: ReceiptInBody; out: ReceiptOutBody };
  /** 请求 | what a person asks for in the service's own app: a copy, a correction, deletion, closing the account */
  "/v1/requests": { in: RequestInBody; out: Request };
  /** 查请求 | the requests of one person */
  "/v1/requests/search": { in: PersonInBody; out: RequestsOutBody };
  /** 代录请求 | a letter, a call, or a request passed on by an authority */
  "/v1/requests/staff": { in: StaffInBody; out: Request };
  /** 访客请求 | of somebody who cannot log in: the answer is always the same */
  "/v1/requests/visitor": { in: VisitorInBody; out: VisitorOutBody };
  /** 答复 | answer an explanation or a complaint, which ends it */
  "/v1/requests/{id}/answer": { in: AnswerRequestInBody; out: Request };
  /** 取消请求 | the person's own wish, while it may still be cancelled */
  "/v1/requests/{id}/cancel": { in: CancelInBody; out: Request };
  /** 验证码 | the code that was sent to the contact that is held */
  "/v1/requests/{id}/code": { in: CodeInBody; out: CodeOutBody };
  /** 补充 | what the person answers to what the request waits for; the clock never stopped */
  "/v1/requests/{id}/reply": { in: ReplyInBody; out: Request };
  /** 改变状态 | to another state, with the reason and what the person is told */
  "/v1/requests/{id}/turn": { in: TurnInBody; out: Request };
  /** 核实 | how staff came to know who asks, for a request that was entered before that */
  "/v1/requests/{id}/verify": { in: StaffProof; out: Request };
  /** 停止 | stop processing for everybody at once, or suspend a recipient */
  "/v1/stops": { in: Halting; out: ChangedOutBody };
  /** 恢复 | lift a stop */
  "/v1/stops/lift": { in: ResumeInBody; out: ChangedOutBody };
  /** 多少人 | how many people, at which version, and what numbers of the law that meets */
  "/v1/who": { in: WhoInBody; out: WhoOutBody };
  /** 撤回 | end consent at once */
  "/v1/withdrawals": { in: WithdrawInBody; out: WithdrawOutBody };
}
